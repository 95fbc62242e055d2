/**
 * Pointing at a cell chooses its unit: the slider below is moved, and says so as if a person had moved it.
 * @param {HTMLElement} root The layer, with `[data-cells]` and a slider from 1.
 */
export function create(root) {
  const cells = root.querySelector('[data-cells]');
  const slider = root.querySelector('input[type=range]');

  function point(event) {
    const unit = unitAt(cells.getBoundingClientRect(), Number(cells.dataset.columns), Number(cells.dataset.rows), event);
    if (unit === null || unit > Number(slider.max) || unit === Number(slider.value)) return;
    slider.value = String(unit);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }

  cells.addEventListener('pointermove', point);
  cells.addEventListener('pointerdown', point);

  return {
    dispose() {
      cells.removeEventListener('pointermove', point);
      cells.removeEventListener('pointerdown', point);
    },
  };
}

/** The number, from 1, of the cell at a place; null beside the cells. */
export function unitAt(box, columns, rows, { clientX, clientY }) {
  const column = Math.floor((clientX - box.left) / box.width * columns);
  const row = Math.floor((clientY - box.top) / box.height * rows);
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column + 1 : null;
}
