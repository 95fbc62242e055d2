// A run played again from its stored events: what had happened by when, and a clock of its own. Nothing is computed anew, and no
// DOM is in here: tests run it in Node.

export const SPEEDS = [1, 2, 5, 10, 20];

/** Seconds that a gap between two events lasts at most: a pause, or a night in which the server was off, is not sat through again. */
export const LONGEST_GAP = 5;

/** Batches kept of a long run; a chart draws fewer. */
export const MAX_BATCHES = 20_000;

/** The events of a run with the time of each, in seconds from the run's start. */
export class Recording {
  #events;
  #times;

  /** @param {{ type: string, number: number, at: string }[]} events all of a run, in order */
  constructor(events) {
    this.#events = thin(events);
    this.#times = timesOf(this.#events);
  }

  /** In seconds. */
  get duration() {
    return this.#times.at(-1) ?? 0;
  }

  /** How many events have happened by then. */
  countAt(time) {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** What has happened by then, without the first `known` events. */
  eventsAt(time, known = 0) {
    return this.#events.slice(known, this.countAt(time));
  }
}

/** Each event's time from the start: waiting in line takes none, and no gap lasts longer than LONGEST_GAP. */
function timesOf(events) {
  let time = 0;
  let before = null;
  return events.map(event => {
    const at = Date.parse(event.at);
    if (before !== null) time += Math.min(Math.max((at - before) / 1000, 0), LONGEST_GAP);
    if (before !== null || event.type === 'started') before = at;
    return time;
  });
}

function thin(events) {
  const batches = events.filter(event => event.type === 'batch').length;
  if (batches <= MAX_BATCHES) return events;
  const every = Math.ceil(batches / MAX_BATCHES);
  let index = 0;
  return events.filter(event => event.type !== 'batch' || index++ % every === 0);
}

/** A clock from 0 to `duration` seconds that can be stopped, set and driven faster. */
export class ReplayClock {
  #duration;
  #now;
  #speed = 1;
  #from = 0;
  #since = null;

  /** @param {() => number} now in milliseconds */
  constructor(duration, now = () => performance.now()) {
    this.#duration = duration;
    this.#now = now;
  }

  get position() {
    const run = this.#since === null ? 0 : ((this.#now() - this.#since) / 1000) * this.#speed;
    return Math.min(this.#from + run, this.#duration);
  }

  get playing() {
    return this.#since !== null && !this.atEnd;
  }

  get atEnd() {
    return this.position >= this.#duration;
  }

  get speed() {
    return this.#speed;
  }

  /** From the end, it begins again. */
  play() {
    this.seek(this.atEnd ? 0 : this.position);
    this.#since = this.#now();
  }

  pause() {
    this.#from = this.position;
    this.#since = null;
  }

  /** Goes on from there if it was playing. */
  seek(position) {
    const playing = this.playing;
    this.#from = Math.min(Math.max(position, 0), this.#duration);
    this.#since = playing ? this.#now() : null;
  }

  setSpeed(speed) {
    this.seek(this.position);
    this.#speed = speed;
  }
}

/** 0:07, 12:34, 1:02:03: the same in every language. */
export function clockText(seconds) {
  const whole = Math.floor(seconds);
  const two = number => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
