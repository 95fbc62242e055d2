// The page's one connection to RunHub, shared by every chart on it. A feed follows one run: it asks for the events after the last
// number it has, and when the connection breaks it asks again from there, so nothing is lost and nothing comes twice.
import '../lib/signalr/signalr.min.js'; // a classic script: it leaves its names in globalThis.signalR
import { LossSeries } from './loss-series.js';

const NOTIFY_EVERY_MS = 250;
const RETRY_MS = [250, 1000, 2000, 5000, 10000];

const feeds = new Map();
let connection = null;
let connecting = null;

/**
 * Follows a run until `stop` is called. `changed` is called a few times a second at most, and always after the last event.
 * @param {string} runId
 * @param {string | null} watchKey for who does not own the run
 * @param {(feed: { series: LossSeries, connected: boolean }) => void} changed
 */
export function follow(runId, watchKey, changed) {
  let feed = feeds.get(runId);
  if (!feed) {
    feed = new Feed(runId, watchKey);
    feeds.set(runId, feed);
  }
  feed.listeners.add(changed);
  if (!feed.series.isEmpty) changed(feed);
  return {
    stop() {
      feed.listeners.delete(changed);
      if (feed.listeners.size > 0 || feeds.get(runId) !== feed) return;
      feed.close();
      feeds.delete(runId);
      if (feeds.size === 0) disconnect();
    },
  };
}

class Feed {
  series = new LossSeries();
  connected = false;
  listeners = new Set();
  #closed = false;
  #stream = null;
  #timer = 0;
  #notifiedAt = 0;

  constructor(runId, watchKey) {
    this.runId = runId;
    this.watchKey = watchKey;
    this.#keepReading();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stream?.dispose();
  }

  async #keepReading() {
    for (let attempt = 0; !this.#closed && !this.series.endedAs; attempt++) {
      const before = this.series.lastNumber;
      try {
        await connected();
        await this.#read();
      } catch {
        // Refused, or the line broke: both are tried again below.
      }
      this.connected = false;
      if (this.#closed || this.series.endedAs) return;
      this.#notify();
      if (this.series.lastNumber > before) attempt = 0;
      await new Promise(resolve => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
  }

  #read() {
    return new Promise((resolve, reject) => {
      if (this.#closed) return resolve();
      this.connected = true;
      this.#stream = connection.stream('Watch', this.runId, this.series.lastNumber, this.watchKey).subscribe({
        next: events => {
          this.series.append(events);
          this.#notify();
        },
        complete: resolve,
        error: reject,
      });
    });
  }

  #notify() {
    const tell = () => {
      this.#timer = 0;
      this.#notifiedAt = performance.now();
      for (const changed of this.listeners) changed(this);
    };
    if (this.#timer) return;
    const wait = this.#notifiedAt + NOTIFY_EVERY_MS - performance.now();
    if (wait <= 0) tell();
    else this.#timer = setTimeout(tell, wait);
  }
}

function connected() {
  if (connection?.state === signalR.HubConnectionState.Connected) return Promise.resolve();
  connection ??= new signalR.HubConnectionBuilder()
    .withUrl(new URL('../hubs/run', import.meta.url).href)
    .configureLogging(signalR.LogLevel.None) // a broken line is shown by the chart and mended by the feed
    .build();
  connecting ??= connection.start().finally(() => (connecting = null));
  return connecting;
}

function disconnect() {
  connection?.stop();
  connection = null;
}
