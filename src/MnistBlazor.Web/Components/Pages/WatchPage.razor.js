// The watch page: its board shows the run live, by events that anyone with the page's key may read, and plays it again once it has
// ended; its pad asks the run's network what is drawn.
import { create as createPad } from '../Drawing/DrawingPad.razor.js';
import { create as createReplay } from '../Watch/ReplayBar.razor.js';
import { create as createBoard } from '../Watch/RunBoard.razor.js';
import { follow } from '../../js/run-feed.js';
import { followProgress } from '../../js/progress-feed.js';
import { ask, refusalOf } from '../../js/run-connection.js';
import { showReading } from '../../js/watched-reading.js';
import { fill } from '../../js/words.js';

const BUSY_MS = 400;

const page = document.querySelector('[data-watch]');
const { run, key } = page.dataset;
const words = JSON.parse(page.dataset.words);
const notice = page.querySelector('[data-notice]');
const ended = page.querySelector('[data-ended]');
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
  if (!feed) return;
  showEnd();
  if (replay) return;
  board.show(feed, accuracy);
  open.hidden = !(feed.progress.ended && feed.progress.stepsPerEpoch > 0);
}

function showEnd() {
  const { status, epochs } = feed.progress;
  const says = words[`ended.${status}`];
  if (!says) return;
  const percent = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2,
  });
  const text = fill(says, epochs.at(-1)?.epoch ?? 0) + (accuracy === null ? '' : ` ${fill(words.result, percent.format(accuracy))}`);
  if (ended.textContent !== text) ended.textContent = text;
  ended.hidden = false;
}

const pad = page.querySelector('[data-watch-pad]');
pad.hidden = false;
createPad(pad.querySelector('.pad'), {
  async invokeMethodAsync(_, strokes) {
    try {
      showReading(pad, strokes.length > 0 ? await ask('Read', run, key, strokes) : null, strokes.length > 0);
    } catch (error) {
      if (refusalOf(error) !== 'too-many-drawings') throw error;
      await new Promise(resolve => setTimeout(resolve, BUSY_MS));
      await this.invokeMethodAsync(_, strokes);
    }
  },
}, Number(pad.dataset.pen));

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
