import '../../lib/katex/katex.min.js'; // a classic script: it leaves globalThis.katex

/** Sets every formula that Markdig left as \(…\) or \[…\]. */
export function typeset(element) {
  for (const math of element.querySelectorAll('.math:not([data-typeset])')) {
    const tex = math.textContent.trim().replace(/^\\[([]/, '').replace(/\\[)\]]$/, '').trim();
    katex.render(tex, math, { displayMode: math.tagName === 'DIV', throwOnError: false });
    math.dataset.typeset = '';
  }
}
