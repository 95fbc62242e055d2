// "Run all" takes the reader along: to the training while it trains, then to what came of it. Whoever scrolls, types or clicks
// meanwhile leads from then on.

const HANDS = ['wheel', 'touchmove', 'keydown', 'pointerdown'];

/** @param {HTMLElement} root the lesson's frame; returns how to stop. */
export function followRun(root) {
  const undo = new AbortController();
  let leave = null;

  const lead = () => {
    leave?.abort();
    leave = new AbortController();
    for (const hand of HANDS) addEventListener(hand, () => leave?.abort(), { signal: leave.signal, passive: true });
  };
  root.addEventListener('click', event => {
    if (event.target.closest('[data-action=run-all]')) lead();
  }, { signal: undo.signal });

  const watching = new MutationObserver(changes => {
    if (!leave || leave.signal.aborted) return;
    for (const { target, oldValue } of changes) {
      if (target.dataset.status === 'running' && oldValue !== 'running' && isSlow(target)) show(target);
    }
  });
  watching.observe(root, { subtree: true, attributes: true, attributeFilter: ['data-status'], attributeOldValue: true });
  return () => {
    undo.abort();
    leave?.abort();
    watching.disconnect();
  };
}

// What is quick would only flash by.
const isSlow = cell => cell.dataset.cell !== undefined && cell.dataset.quick === undefined;

/** With the end of the cell, where its output grows, in view; of a cell higher than the window, its output's beginning. */
function show(cell) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  (cell.querySelector('.actions') ?? cell).scrollIntoView({ behavior: still ? 'instant' : 'smooth', block: 'start' });
}
