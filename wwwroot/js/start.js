// Starts Blazor, and brings the page back by itself after a lost connection: the circuit where the server still has it,
// else a fresh page, which shows the same notebook because that belongs to the server.

const firstWaits = [0, 500, 1000, 2000];
const longestWait = 5000;

Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: Number.MAX_SAFE_INTEGER,
      retryIntervalMilliseconds: attempt => firstWaits[attempt] ?? longestWait,
    },
  },
});

// "Rejected": the server is there and no longer knows the circuit. It has answered, so a fresh page will come.
const notice = document.getElementById('components-reconnect-modal');
new MutationObserver(() => {
  if (notice.matches('.components-reconnect-rejected, .components-reconnect-failed')) location.reload();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });

// With a <base>, "#main" would be an address on the first page.
document.addEventListener('click', event => {
  if (!event.target.closest?.('.skip-link')) return;
  event.preventDefault();
  document.getElementById('main').focus();
});

// A lesson keeps its settings in the address by itself (LessonPage.razor.js), which the server's links to the other language do not know.
document.addEventListener('click', event => {
  const link = event.target.closest?.('.languages a');
  if (!link) return;
  const address = new URL(location.href);
  address.searchParams.set('culture', link.hreflang);
  link.href = address.href;
}, { capture: true });
