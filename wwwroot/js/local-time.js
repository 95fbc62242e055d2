// Times of the server, in UTC, as the reader's clock and language have them: <time datetime="…" data-local>, whenever one appears.

const shown = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: 'medium', timeStyle: 'short' });

function write(time) {
  const at = new Date(time.dateTime);
  // The text node stays the one that Blazor knows.
  if (!Number.isNaN(at.getTime()) && time.firstChild) time.firstChild.data = shown.format(at);
}

function writeIn(element) {
  if (element.matches('time[data-local]')) write(element);
  for (const time of element.querySelectorAll('time[data-local]')) write(time);
}

writeIn(document.documentElement);
new MutationObserver(changes => {
  for (const { target, addedNodes } of changes) {
    if (target.matches?.('time[data-local]')) write(target);
    for (const node of addedNodes) if (node instanceof Element) writeIn(node);
  }
}).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ['datetime'] });
