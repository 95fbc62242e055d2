import { create as createBar } from './ReplayBar.razor.js';
import { create as createBoard } from './RunBoard.razor.js';

/**
 * @param {HTMLElement} root what ReplayView.razor rendered
 * @param {number | null} accuracy of the finished run on the test images
 */
export function create(root, accuracy) {
  const board = createBoard(root.querySelector('[data-board]'));
  const bar = createBar(root.querySelector('[data-replay-bar]'), board, null, () => accuracy);
  root.scrollIntoView({ behavior: 'instant', block: 'start' });
  return {
    dispose() {
      bar.dispose();
      board.dispose();
    },
  };
}
