// A grid of cells is one stop of the Tab key: arrow keys, Home and End go from cell to cell, Enter and Space are a click.
// Its rows are elements tr or [role=row], its cells those in them that have a tabindex.

/** @param {Element} root holds the rows */
export function create(root) {
  const undo = new AbortController();
  const on = (name, handle) => root.addEventListener(name, handle, { signal: undo.signal });
  on('focusin', event => stopAt(root, event.target));
  on('keydown', event => press(root, event));
  return { dispose: () => undo.abort() };
}

function rowsOf(root) {
  const rows = [...root.querySelectorAll('tr, [role=row]')].map(row => [...row.querySelectorAll('[tabindex]')]);
  return rows.filter(row => row.length > 0);
}

function stopAt(root, cell) {
  const cells = rowsOf(root).flat();
  if (cells.includes(cell)) for (const other of cells) other.setAttribute('tabindex', other === cell ? '0' : '-1');
}

function press(root, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const rows = rowsOf(root);
  const row = rows.findIndex(cells => cells.includes(event.target));
  if (row < 0) return;
  const column = rows[row].indexOf(event.target);
  const next = {
    ArrowLeft: () => rows[row][column - 1],
    ArrowRight: () => rows[row][column + 1],
    ArrowUp: () => rows[row - 1]?.[column],
    ArrowDown: () => rows[row + 1]?.[column],
    Home: () => rows[row][0],
    End: () => rows[row].at(-1),
  }[event.key];
  if (next) next()?.focus();
  else if (event.key === 'Enter' || event.key === ' ') event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  else return;
  event.preventDefault();
}
