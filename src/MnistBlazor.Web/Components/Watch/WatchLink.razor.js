import { copy } from '../../js/clipboard.js';

const COPIED_MS = 1600;

/** @param {HTMLElement} root what WatchLink.razor rendered */
export function create(root) {
  const undo = new AbortController();
  const address = root.querySelector('[data-watch-address]');
  const said = root.querySelector('[data-copy-said]');
  const { copied, refused } = said.dataset;
  address.addEventListener('focus', () => address.select(), { signal: undo.signal });
  root.querySelector('[data-action=copy-watch-link]').addEventListener('click', async () => {
    const done = await copy(address);
    said.textContent = done ? copied : refused;
    if (done) setTimeout(() => (said.textContent = ''), COPIED_MS);
  }, { signal: undo.signal });
  const large = root.querySelector('dialog');
  root.querySelector('[data-action=enlarge-qr]').addEventListener('click', () => large.showModal(), { signal: undo.signal });
  large.addEventListener('click', () => large.close(), { signal: undo.signal });
  return { dispose: () => undo.abort() };
}
