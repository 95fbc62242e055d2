import { LossSeries } from '../../js/loss-series.js';
import { Recording, ReplayClock, clockText } from '../../js/replay.js';
import { recordingOf } from '../../js/run-feed.js';
import { RunProgress } from '../../js/run-progress.js';
import { fill } from '../../js/words.js';

const DRAW_EVERY_MS = 100;

/**
 * Plays a run's stored events on a board.
 * @param {HTMLElement} root what ReplayBar.razor rendered
 * @param {RunBoard} board
 * @param {string | null} watchKey for who does not own the run
 * @param {() => number | null} accuracy of the finished run on the test images: shown at the end
 */
export function create(root, board, watchKey, accuracy) {
  return new ReplayBar(root, board, watchKey, accuracy);
}

class ReplayBar {
  #root;
  #words;
  #board;
  #accuracy;
  #closing = new AbortController();
  #recording;
  #clock;
  #timer = 0;
  #known;
  #series;
  #progress;

  constructor(root, board, watchKey, accuracy) {
    this.#root = root;
    this.#words = JSON.parse(root.dataset.words);
    this.#board = board;
    this.#accuracy = accuracy;
    this.#load(watchKey);
  }

  dispose() {
    this.#closing.abort();
    clearTimeout(this.#timer);
    for (const part of this.#controls()) part.disabled = true;
  }

  async #load(watchKey) {
    this.#part('trouble').textContent = '';
    try {
      this.#recording = new Recording(await recordingOf(this.#root.dataset.run, watchKey, this.#closing.signal));
    } catch {
      this.#part('trouble').textContent = this.#words.trouble;
      return;
    }
    if (this.#closing.signal.aborted) return;
    this.#clock = new ReplayClock(this.#recording.duration);
    this.#clock.setSpeed(Number(this.#part('speed').value));
    this.#part('position').max = Math.ceil(this.#recording.duration * 10) / 10; // its steps are tenths, and the last one is the end
    for (const part of this.#controls()) part.disabled = false;
    this.#listen();
    this.#part('toggle').focus({ preventScroll: true });
    this.#rewind();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still) this.#tick();
    else this.#play();
  }

  #listen() {
    const on = (part, event, act) => this.#part(part).addEventListener(event, act, { signal: this.#closing.signal });
    on('toggle', 'click', () => (this.#clock.playing ? this.#pause() : this.#play()));
    on('restart', 'click', () => {
      this.#clock.seek(0);
      this.#play();
    });
    on('position', 'input', event => {
      this.#clock.seek(Number(event.target.value));
      this.#tick();
    });
    on('speed', 'change', event => this.#clock.setSpeed(Number(event.target.value)));
  }

  #play() {
    this.#clock.play();
    this.#tick();
  }

  #pause() {
    this.#clock.pause();
    this.#tick();
  }

  #tick() {
    clearTimeout(this.#timer);
    const playing = this.#clock.playing; // asked first: what is drawn once it has stopped is the end
    this.#draw(playing);
    if (playing) this.#timer = setTimeout(() => this.#tick(), DRAW_EVERY_MS);
  }

  #draw(playing) {
    const time = this.#clock.position;
    if (this.#recording.countAt(time) < this.#known) this.#rewind();
    const events = this.#recording.eventsAt(time, this.#known);
    this.#known += events.length;
    this.#series.append(events);
    this.#progress.append(events);
    this.#board.show({ series: this.#series, progress: this.#progress, connected: true }, this.#clock.atEnd ? this.#accuracy() : null);
    this.#showTime(time, playing);
  }

  #rewind() {
    [this.#known, this.#series, this.#progress] = [0, new LossSeries(), new RunProgress()];
    this.#board.startOver();
  }

  #showTime(time, playing) {
    const [now, end] = [clockText(time), clockText(this.#recording.duration)];
    const slider = this.#part('position');
    slider.value = time;
    slider.setAttribute('aria-valuetext', fill(this.#words.position, now, end, this.#progress.epoch));
    this.#part('time').textContent = `${now} / ${end}`;
    this.#part('toggle').textContent = playing ? this.#words.pause : this.#words.play;
    this.#root.dataset.playing = playing;
  }

  #part(name) {
    return this.#root.querySelector(`[data-replay=${name}]`);
  }

  #controls() {
    return ['toggle', 'restart', 'position', 'speed'].map(name => this.#part(name));
  }
}
