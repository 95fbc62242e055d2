// The watch page: its board shows the run live, by events that anyone with the page's key may read.
import { create } from '../Watch/RunBoard.razor.js';
import { follow } from '../../js/run-feed.js';
import { followStanding } from '../../js/run-standing.js';

const page = document.querySelector('[data-watch]');
const { run, key } = page.dataset;
const words = JSON.parse(page.dataset.words);
const notice = page.querySelector('[data-notice]');
const failure = page.querySelector('[data-failure]');
const board = create(page.querySelector('[data-board]'));

let feed = null;
let accuracy = null;

follow(run, key, now => {
  feed = now;
  board.show(feed, accuracy);
  const trouble = feed.progress.ended || feed.connected ? null : feed.refusal ?? 'lost';
  notice.textContent = words[trouble] ?? '';
  notice.hidden = trouble === null;
});

followStanding(run, key, standing => {
  accuracy = standing.accuracy;
  board.say(standing.words);
  failure.textContent = standing.failure ?? '';
  failure.hidden = standing.failure === null;
  if (feed) board.show(feed, accuracy);
});
