import hljs from '../../lib/highlight/core.min.js';
import csharp from '../../lib/highlight/csharp.min.js';
import python from '../../lib/highlight/python.min.js';
import { copy } from '../../js/clipboard.js';

hljs.registerLanguage('csharp', csharp);
hljs.registerLanguage('python', python);

const COPIED_MS = 1600;
const REFUSED_MS = 6000; // it says what to do
const YEAR = 365 * 24 * 60 * 60;

/** Colours the code of a block; its copy button is made to work the first time. */
export function highlight(figure) {
  const code = figure.querySelector('code');
  if (code && !code.dataset.highlighted) hljs.highlightElement(code);
  const button = figure.querySelector('.copy');
  if (button.dataset.ready) return;
  button.dataset.ready = '';
  const label = button.textContent;
  button.addEventListener('click', async () => {
    const copied = await copy(figure.querySelector('code'));
    button.textContent = copied ? button.dataset.copied : button.dataset.refused;
    setTimeout(() => (button.textContent = label), copied ? COPIED_MS : REFUSED_MS);
  });
}

/** Keeps the language for the next page; see Hosting/CodeLanguage.cs. */
export function remember(language) {
  document.cookie = `code=${language}; path=/; max-age=${YEAR}; samesite=lax`;
}
