import hljs from '../../lib/highlight/core.min.js';
import csharp from '../../lib/highlight/csharp.min.js';
import python from '../../lib/highlight/python.min.js';
import { copy } from '../../js/clipboard.js';

hljs.registerLanguage('csharp', csharp);
hljs.registerLanguage('python', python);

const COPIED_MS = 1600;

/** Colours the code of a block; its copy button is made to work the first time. */
export function highlight(figure) {
  const code = figure.querySelector('code');
  if (code && !code.dataset.highlighted) hljs.highlightElement(code);
  const button = figure.querySelector('.copy');
  if (button.dataset.ready) return;
  button.dataset.ready = '';
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await copy(figure.querySelector('code').textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = label), COPIED_MS);
  });
}
