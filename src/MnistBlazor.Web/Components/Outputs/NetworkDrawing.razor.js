// Where in the drawing someone points, and which way the arrow keys go: a column is one element with hundreds of dots.

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Enter: [0, 0], ' ': [0, 0] };

/**
 * @param {HTMLElement} figure holds the drawing
 * @param {{ invokeMethodAsync(name: string, ...values: number[]): Promise<void> }} owner
 */
export function create(figure, owner) {
  const undo = new AbortController();
  const tell = (...message) => owner.invokeMethodAsync(...message).catch(() => {}); // the circuit may be away: nothing is lost
  figure.addEventListener('click', event => {
    const column = event.target.closest('[data-stage]');
    if (!column) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(figure.querySelector('svg').getScreenCTM().inverse());
    tell('PointedAt', Number(column.dataset.stage), at.x, at.y);
  }, { signal: undo.signal });
  figure.addEventListener('keydown', event => {
    const column = event.target.closest('[data-stage]');
    const move = MOVES[event.key];
    if (!column || !move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    tell('Moved', Number(column.dataset.stage), ...move);
  }, { signal: undo.signal });
  return { dispose: () => undo.abort() };
}
