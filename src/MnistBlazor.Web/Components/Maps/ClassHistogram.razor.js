// The bounds between the classes follow the pointer or the arrow keys; once one rests, all are handed to the server.

const REST_MS = 350;

/** @param {HTMLElement} root the figure */
export function create(root) {
  const undo = new AbortController();
  const on = (name, handle) => root.addEventListener(name, handle, { signal: undo.signal });
  let timer = 0;

  const scale = () => {
    const { least, greatest, width } = root.querySelector('svg').dataset;
    return { least: Number(least), greatest: Number(greatest), width: Number(width) };
  };

  const move = (handle, value) => {
    const { least, greatest, width } = scale();
    // Four figures more than the eye sees, so that nobody reads 1234.5678901.
    const digits = Math.max(0, 4 - Math.ceil(Math.log10(Math.max(1e-9, greatest - least))));
    const bound = Number(Math.min(greatest, Math.max(least, value)).toFixed(Math.min(20, digits)));
    handle.dataset.break = bound;
    handle.setAttribute('aria-valuenow', bound);
    handle.setAttribute('aria-valuetext', bound.toLocaleString(document.documentElement.lang));
    handle.setAttribute('transform', `translate(${(bound - least) / (greatest - least) * width} 0)`);
  };

  const hand = () => {
    const input = root.querySelector('[data-breaks]');
    input.value = [...root.querySelectorAll('[data-break]')].map(handle => handle.dataset.break).join(',');
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  on('keydown', event => {
    const handle = event.target.closest('[data-break]');
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!handle || !step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const { least, greatest } = scale();
    move(handle, Number(handle.dataset.break) + step * (greatest - least) / 100);
    clearTimeout(timer);
    timer = setTimeout(hand, REST_MS);
  });

  on('pointerdown', event => {
    const handle = event.target.closest('[data-break]');
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const { least, greatest } = scale();
    const box = root.querySelector('svg').getBoundingClientRect();
    let moved = false;
    const moving = new AbortController();
    handle.addEventListener('pointermove', now => {
      moved = true;
      move(handle, least + (now.clientX - box.left) / box.width * (greatest - least));
    }, { signal: moving.signal });
    for (const name of ['pointerup', 'pointercancel']) {
      handle.addEventListener(name, () => {
        moving.abort();
        if (moved) hand();
      }, { signal: moving.signal });
    }
  });

  return {
    dispose() {
      clearTimeout(timer);
      undo.abort();
    },
  };
}
