// The page's one connection to RunHub, open for as long as something is read over it.
import '../lib/signalr/signalr.min.js'; // a classic script: it leaves its names in globalThis.signalR

const KEPT_OPEN_MS = 30_000;

let connection = null;
let connecting = null;
let readers = 0;

/**
 * Reads a stream of the hub to its end. It rejects when the hub refuses (see `refusalOf`) and when the line breaks.
 * @param {string} method of RunHub
 * @param {unknown[]} args
 * @param {{ next: (item: any) => void, signal: AbortSignal, opened?: () => void }} reader
 *   next: called with each item; signal: ends it early, without an error; opened: called once there is a line
 */
export async function read(method, args, { next, signal, opened }) {
  readers++;
  try {
    await connected();
    if (signal.aborted) return;
    opened?.();
    await new Promise((resolve, reject) => {
      const stream = connection.stream(method, ...args).subscribe({ next, complete: resolve, error: reject });
      signal.addEventListener('abort', () => {
        stream.dispose();
        resolve();
      });
    });
  } finally {
    leave();
  }
}

/**
 * Asks the hub once. The connection stays open for a while, for what is asked next.
 * @param {string} method of RunHub
 */
export async function ask(method, ...args) {
  readers++;
  setTimeout(leave, KEPT_OPEN_MS);
  await connected();
  return connection.invoke(method, ...args);
}

/** The hub's reason, such as 'run-not-found'; null for an error that is none of the hub's. */
export function refusalOf(error) {
  return /HubException: ([a-z-]+)/.exec(error?.message)?.[1] ?? null;
}

function connected() {
  if (connection?.state === signalR.HubConnectionState.Connected) return Promise.resolve();
  connection ??= new signalR.HubConnectionBuilder()
    .withUrl(new URL('../hubs/run', import.meta.url).href)
    .configureLogging(signalR.LogLevel.None) // a broken line is shown by the page and mended by who reads
    .build();
  connecting ??= connection.start().finally(() => (connecting = null));
  return connecting;
}

function leave() {
  if (--readers > 0) return;
  connection?.stop();
  connection = null;
}
