import '../../lib/katex/katex.min.js'; // a classic script: it leaves globalThis.katex

/** Sets every formula that Markdig left as \(…\) or \[…\]. */
export function typeset(element) {
  for (const math of element.querySelectorAll('.math:not([data-typeset])')) {
    const tex = math.textContent.trim().replace(/^\\[([]/, '').replace(/\\[)\]]$/, '').trim();
    // Markdig makes a block of $$ only where the dollars have lines of their own; a formula that is a paragraph is meant as one too.
    const alone = math.tagName === 'DIV' || (math.parentElement.tagName === 'P' && math.parentElement.textContent === math.textContent);
    katex.render(tex, math, { displayMode: alone, throwOnError: false });
    math.dataset.typeset = '';
  }
}
