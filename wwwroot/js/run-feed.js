// A feed follows one run: it asks for the events after the last number it has, and when the connection breaks it asks again from
// there, so nothing is lost and nothing comes twice. Everything on a page that shows the same run shares its feed.
import { LossSeries } from './loss-series.js';
import { RunProgress } from './run-progress.js';
import { read, refusalOf } from './run-connection.js';

const NOTIFY_EVERY_MS = 250;
const RETRY_MS = [250, 1000, 2000, 5000, 10000];

const feeds = new Map();

/**
 * Follows a run until `stop` is called. `changed` is called a few times a second at most, and always after the last event.
 * @param {string} runId
 * @param {string | null} watchKey for who does not own the run
 * @param {(feed: { series: LossSeries, progress: RunProgress, connected: boolean, refusal: string | null }) => void} changed
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
    },
  };
}

/** Every event that a run has so far, in order; of an ended one, all there are. */
export async function recordingOf(runId, watchKey, signal) {
  const events = [];
  await read('Watch', [runId, 0, watchKey], { next: list => events.push(...list), signal });
  return events;
}

class Feed {
  series = new LossSeries();
  progress = new RunProgress();
  connected = false;
  refusal = null;
  listeners = new Set();
  #closing = new AbortController();
  #timer = 0;
  #notifiedAt = 0;

  constructor(runId, watchKey) {
    this.runId = runId;
    this.watchKey = watchKey;
    this.#keepReading();
  }

  close() {
    this.#closing.abort();
    clearTimeout(this.#timer);
  }

  get #over() {
    return this.#closing.signal.aborted || this.series.endedAs !== null;
  }

  async #keepReading() {
    for (let attempt = 0; !this.#over; attempt++) {
      const before = this.series.lastNumber;
      try {
        await read('Watch', [this.runId, before, this.watchKey], {
          next: events => this.#take(events),
          opened: () => this.#open(),
          signal: this.#closing.signal,
        });
      } catch (error) {
        this.refusal = refusalOf(error); // it is asked again below, as after a broken line
      }
      this.connected = false;
      if (this.#over) return;
      this.#notify();
      if (this.series.lastNumber > before) attempt = 0;
      await new Promise(resolve => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
  }

  #open() {
    this.connected = true;
    if (this.series.lastNumber > 0) this.#notify(); // a paused run has nothing new to tell, but the line is back
  }

  #take(events) {
    this.refusal = null;
    this.series.append(events);
    this.progress.append(events);
    this.#notify();
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
