// The watch page: its board shows the run live, by events that anyone with the page's key may read, and plays it again once it has ended.
import { create as createReplay } from '../Watch/ReplayBar.razor.js';
import { create as createBoard } from '../Watch/RunBoard.razor.js';
import { follow } from '../../js/run-feed.js';
import { followProgress } from '../../js/progress-feed.js';

const page = document.querySelector('[data-watch]');
const { run, key } = page.dataset;
const words = JSON.parse(page.dataset.words);
const notice = page.querySelector('[data-notice]');
const failure = page.querySelector('[data-failure]');
const bar = page.querySelector('[data-replay-bar]');
const open = page.querySelector('[data-replay-open]');
const board = createBoard(page.querySelector('[data-board]'));

let feed = null;
let accuracy = null;
let replay = null;

follow(run, key, now => {
  feed = now;
  show();
  const trouble = feed.progress.ended || feed.connected ? null : feed.refusal ?? 'lost';
  notice.textContent = words[trouble] ?? '';
  notice.hidden = trouble === null;
});

followProgress(run, key, progress => {
  accuracy = progress.accuracy;
  board.say(progress.words);
  failure.textContent = progress.failure ?? '';
  failure.hidden = progress.failure === null;
  show();
});

function show() {
  if (!feed || replay) return;
  board.show(feed, accuracy);
  open.hidden = !(feed.progress.ended && feed.progress.stepsPerEpoch > 0);
}

open.addEventListener('click', () => {
  open.hidden = true;
  bar.hidden = false;
  bar.scrollIntoView({ behavior: 'instant', block: 'start' });
  replay = createReplay(bar, board, key, () => accuracy);
});

bar.querySelector('[data-replay=end]').addEventListener('click', () => {
  replay.dispose();
  replay = null;
  bar.hidden = true;
  board.startOver();
  show();
  open.focus();
});
