// What a screen reader is told of a run: its beginning and end always, epochs only every few seconds, because each announcement
// takes a listener longer than a glance takes a reader. No DOM in here: tests run it in Node.
import { fill } from './words.js';

export const PROGRESS_EVERY_MS = 6000;

export class Announcer {
  #words;
  #now;
  #status = null;
  #epoch = 0;
  #saidAt = -Infinity;

  /**
   * @param {{ status: Record<string, string>, epoch: string, number: (value: number) => string }} words
   *   status by its name, none of what the page says elsewhere; epoch with places for epoch, epochs and loss
   * @param {() => number} now in milliseconds
   */
  constructor(words, now = () => performance.now()) {
    this.#words = words;
    this.#now = now;
  }

  /** What to say of a run that has come so far; null: nothing new is worth it. What the first call finds is read as a page. */
  next(progress) {
    const first = this.#status === null;
    if (progress.status !== this.#status) {
      this.#status = progress.status;
      this.#epoch = progress.epochs.length;
      return first ? null : this.#words.status[progress.status] ?? null;
    }
    if (progress.status !== 'running' || progress.epochs.length === this.#epoch
      || this.#now() - this.#saidAt < PROGRESS_EVERY_MS) return null;
    [this.#epoch, this.#saidAt] = [progress.epochs.length, this.#now()];
    return fill(this.#words.epoch, progress.epochs.at(-1)?.epoch ?? 0, progress.plannedEpochs, this.#words.number(progress.loss));
  }
}
