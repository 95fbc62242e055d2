// What a lesson page does in the browser alone: moving between cells, keys, and keeping the address true.
import { followRun } from '../../js/follow-run.js';
import { Presentation } from '../../js/presentation.js';

/** @param {HTMLElement} root the lesson's frame */
export function create(root) {
  const undo = new AbortController();
  const presentation = new Presentation(root);
  const stopFollowing = followRun(root);
  root.addEventListener('click', event => follow(event, root, presentation), { signal: undo.signal });
  document.addEventListener('keydown', event => press(event, root, presentation), { signal: undo.signal });
  const watching = markWhereReaderIs(root);
  return {
    /** The page's parameters as the address's query: nothing is loaded, and going back still leaves the page. */
    setQuery(query) {
      const address = location.pathname + query + location.hash;
      if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, '', address);
    },
    goTo(id) {
      goTo(document.getElementById(id));
    },
    dispose() {
      undo.abort();
      stopFollowing();
      presentation.end();
      watching.disconnect();
    },
  };
}

function follow(event, root, presentation) {
  const link = event.target.closest('[data-goto]');
  if (link) {
    event.preventDefault();
    const cell = document.getElementById(link.dataset.goto);
    presentation.show(cell);
    goTo(cell);
  }
  if (event.target.closest('[data-action=present]')) presentation.toggle();
}

/** The keys of a notebook. What is typed into a field stays the field's. */
function press(event, root, presentation) {
  if (event.defaultPrevented || event.isComposing || document.querySelector('[role=dialog]')) return;
  const cell = event.target.closest?.('[data-cell]');
  if (event.key === 'Enter' && event.shiftKey && cell) {
    event.preventDefault();
    // A number still being typed counts: leaving the field is what hands it over.
    if (event.target.matches('input, select')) event.target.dispatchEvent(new Event('change', { bubbles: true }));
    cell.querySelector('[data-action=run]:not(:disabled)')?.click();
    goTo(neighbour(root, cell, 1) ?? cell);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Escape' && cell && event.target.matches('input, select, button, pre, .plot')) cell.focus();
  if (event.target.matches('input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]')) return;
  if (presentation.press(event)) {
    event.preventDefault();
  } else if (event.key === '?') {
    event.preventDefault();
    root.querySelector('[data-action=keys]').click();
  } else if (event.target === cell && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const next = neighbour(root, cell, event.key === 'ArrowDown' ? 1 : -1);
    if (next) {
      event.preventDefault();
      goTo(next);
    }
  } else if (event.target === cell && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    const folded = event.key === 'ArrowLeft';
    const button = cell.querySelector('[data-action=collapse]');
    if ((button.getAttribute('aria-expanded') === 'true') === folded) button.click();
  }
}

function neighbour(root, cell, step) {
  const cells = [...root.querySelectorAll('[data-cell]')];
  return cells[cells.indexOf(cell) + step];
}

function goTo(target) {
  if (!target) return;
  target.focus({ preventScroll: true });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  target.scrollIntoView({ behavior: still ? 'instant' : 'smooth', block: 'start' });
}

/** In the contents, the cell that is at the top of the window. */
function markWhereReaderIs(root) {
  const inView = new Set();
  const watching = new IntersectionObserver(entries => {
    for (const entry of entries) entry.isIntersecting ? inView.add(entry.target.id) : inView.delete(entry.target.id);
    const first = [...root.querySelectorAll('[data-cell]')].find(cell => inView.has(cell.id));
    for (const link of root.querySelectorAll('.contents [data-goto]')) {
      if (link.dataset.goto === first?.id) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  }, { rootMargin: '-15% 0px -55% 0px' });
  for (const cell of root.querySelectorAll('[data-cell]')) watching.observe(cell);
  return watching;
}
