// What a run's events do not say: its place in line, how long it may take, its accuracy once tested. It comes in words.
import { read } from './run-connection.js';

const RETRY_MS = 5000;

/**
 * Follows a run's progress to its end, however often the line breaks.
 * @param {(progress: { words: string | null, accuracy: number | null, failure: string | null }) => void} changed
 */
export function followProgress(runId, watchKey, changed) {
  const closing = new AbortController();
  keepReading(runId, watchKey, changed, closing.signal);
  return { stop: () => closing.abort() };
}

async function keepReading(runId, watchKey, changed, signal) {
  while (!signal.aborted) {
    try {
      await read('Progress', [runId, watchKey], { next: changed, signal });
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, RETRY_MS)); // the feed says on the page what is wrong
    }
  }
}
