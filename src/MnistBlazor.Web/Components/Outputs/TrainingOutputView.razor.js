import { create as createBoard } from '../Watch/RunBoard.razor.js';
import { follow } from '../../js/run-feed.js';

/** @param {HTMLElement} root around the board of TrainingOutputView.razor */
export function create(root) {
  const board = createBoard(root.querySelector('[data-board]'));
  let feeds = [];
  const stop = () => feeds.splice(0).forEach(feed => feed.stop());
  return {
    /** Shows a run live and, pale behind it, the one before; null for none. */
    follow(runId, previousId) {
      if (feeds.length > 0) {
        stop();
        board.clear();
      }
      feeds = [follow(runId, null, run => board.show(run))];
      if (previousId) feeds.push(follow(previousId, null, run => board.showPrevious(run)));
    },
    dispose() {
      stop();
      board.dispose();
    },
  };
}
