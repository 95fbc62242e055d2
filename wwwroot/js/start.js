// Starts Blazor, and brings the page back by itself after a lost connection: the circuit where the server still has it,
// else a fresh page, which shows the same notebook because that belongs to the server.

const firstWaits = [0, 500, 1000, 2000];
const longestWait = 5000;

// There is no place for one more page: what the server says instead of beginning a circuit.
function hearIfFull(builder) {
  const build = builder.build.bind(builder);
  builder.build = () => {
    const connection = build();
    connection.on('full', () => { document.querySelector('[data-full]').hidden = false; });
    return connection;
  };
}

Blazor.start({
  circuit: {
    configureSignalR: hearIfFull,
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
