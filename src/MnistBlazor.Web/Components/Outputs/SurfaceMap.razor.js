// Draws a surface from above and from the side, and lets what walks on it walk. The paths are the server's elements: [data-whole] has a
// way from start to end, [data-path] is the part of it that has been walked.
import { pointsOf, until } from '../../js/surface.js';
import { SIZE, SurfacePicture } from '../../js/surface-picture.js';
import { onChange } from '../../js/theme.js';

const SECONDS = 6; // that a walk takes to be shown, at the usual speed

/**
 * @param {HTMLElement} root around map, side view and controls
 * @param {object} [page] is told by PutStart(x, y) where the start was put; without it, there is none to put
 */
export function create(root, page) {
  return new SurfaceView(root, page);
}

class SurfaceView {
  #root;
  #page;
  #undo = new AbortController();
  #picture;
  #walks = [];
  #step = 0;
  #last = 0;
  #playing = 0;
  #seen;
  #sized;
  #stopTheme;
  #commit = 0;

  constructor(root, page) {
    [this.#root, this.#page] = [root, page];
    const { signal } = this.#undo;
    const on = (selector, name, handle) => root.querySelector(selector)?.addEventListener(name, handle, { signal });
    this.#picture = new SurfacePicture(root, () => this.#paintSide(), signal);
    on('[data-action=play]', 'click', () => (this.#playing ? this.#pause() : this.#play()));
    on('[data-action=forth]', 'click', () => this.#go(Math.floor(this.#step) + 1));
    on('[data-action=back]', 'click', () => this.#go(Math.ceil(this.#step) - 1));
    on('[data-scrub]', 'input', event => this.#go(Number(event.target.value)));
    on('[data-ground]', 'pointerdown', event => this.#carry(event));
    // The start comes and goes with renderings, hence from the ground.
    on('[data-ground]', 'keydown', event => this.#moveByKey(event));
    this.#stopTheme = onChange(() => this.#paint());
    this.#sized = new ResizeObserver(() => this.#paint());
    for (const canvas of root.querySelectorAll('canvas')) this.#sized.observe(canvas);
  }

  /** @param {Uint8Array} bytes see unpack */
  show(bytes) {
    this.#pause();
    this.#picture.show(bytes);
    // The slider may have been moved before this was there.
    const scrub = this.#walks.length ? null : this.#root.querySelector('[data-scrub]');
    const wanted = scrub && scrub.value !== scrub.defaultValue ? Number(scrub.value) : null;
    this.#walks = [...this.#root.querySelectorAll('[data-whole]')].map(whole => ({
      points: pointsOf(whole.getAttribute('d')),
      drawn: this.#root.querySelector(`[data-path="${whole.dataset.whole}"]`),
      halo: this.#root.querySelector(`[data-halo="${whole.dataset.whole}"]`),
      head: this.#root.querySelector(`[data-head="${whole.dataset.whole}"]`),
    }));
    this.#last = Math.max(0, ...this.#walks.map(walk => walk.points.length - 1));
    this.#step = wanted ?? this.#last;
    this.#paint();
    this.#seen?.disconnect();
    if (wanted !== null || this.#last === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    // It walks once by itself, when it can be seen.
    this.#seen = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      this.#seen.disconnect();
      this.#play();
    }, { threshold: 0.6 });
    this.#seen.observe(this.#root.querySelector('[data-above]'));
  }

  dispose() {
    this.#pause();
    clearTimeout(this.#commit);
    this.#undo.abort();
    this.#seen?.disconnect();
    this.#sized.disconnect();
    this.#stopTheme();
  }

  #play() {
    if (this.#step >= this.#last) this.#step = 0;
    let before;
    const perSecond = Math.max(Math.min(8, this.#last), this.#last / SECONDS);
    const frame = now => {
      const speed = Number(this.#root.querySelector('[data-speed]')?.value ?? 1);
      this.#step = Math.min(this.#last, this.#step + (now - (before ?? now)) / 1000 * perSecond * speed);
      before = now;
      this.#walk();
      if (this.#step < this.#last) this.#playing = requestAnimationFrame(frame);
      else this.#pause();
    };
    this.#playing = requestAnimationFrame(frame);
    this.#root.toggleAttribute('data-playing', true);
  }

  #pause() {
    cancelAnimationFrame(this.#playing);
    this.#playing = 0;
    this.#root.toggleAttribute('data-playing', false);
  }

  #go(step) {
    if (!this.#walks.length) return; // not shown yet: show() looks where the slider was put
    this.#seen?.disconnect();
    this.#pause();
    this.#step = Math.min(this.#last, Math.max(0, step));
    this.#walk();
  }

  #paint() {
    this.#picture.paintAbove();
    this.#walk();
  }

  /** Everything that says where the walks stand. */
  #walk() {
    const whole = Math.floor(this.#step);
    for (const { points, drawn, halo, head } of this.#walks) {
      const way = until(points, this.#step);
      const d = way.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
      drawn.setAttribute('d', d);
      halo.setAttribute('d', d);
      drawn.dataset.step = Math.min(whole, points.length - 1);
      const [x, y] = way.at(-1);
      head.setAttribute('cx', x);
      head.setAttribute('cy', y);
    }
    const share = this.#last ? this.#step / this.#last : 0;
    const [clip, cursor] = ['[data-clip]', '[data-cursor]'].map(name => this.#root.querySelector(name));
    if (clip && this.#walks.length) {
      const [left, width] = [Number(clip.getAttribute('x')), Number(clip.dataset.width)];
      clip.setAttribute('width', share * width);
      cursor.setAttribute('transform', `translate(${left + share * width} 0)`);
      const scrub = this.#root.querySelector('[data-scrub]');
      scrub.max = this.#last;
      scrub.value = whole;
      this.#root.querySelector('[data-at]').textContent = whole;
    }
    this.#paintSide();
  }

  #paintSide() {
    this.#picture.paintSide(this.#walks, this.#step);
  }

  // From here on: the start, which can be put elsewhere.

  #carry(event) {
    const ground = event.currentTarget;
    const start = ground.querySelector('[data-start]');
    if (!start || event.button !== 0) return;
    event.preventDefault();
    start.focus({ preventScroll: true });
    ground.setPointerCapture(event.pointerId);
    const put = at => {
      const box = ground.getBoundingClientRect();
      this.#put(ground, (at.clientX - box.left) / box.width * SIZE, (at.clientY - box.top) / box.height * SIZE);
    };
    put(event);
    const ended = new AbortController();
    ground.addEventListener('pointermove', put, { signal: ended.signal });
    ground.addEventListener('pointercancel', () => ended.abort(), { signal: ended.signal });
    ground.addEventListener('pointerup', () => {
      ended.abort();
      this.#tell(ground);
    }, { signal: ended.signal });
  }

  #moveByKey(event) {
    const start = event.target.closest('[data-start]');
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!start || !by) return;
    event.preventDefault();
    const ground = event.currentTarget;
    const far = event.shiftKey ? SIZE / 200 : SIZE / 40;
    this.#put(ground, Number(start.dataset.x) + by[0] * far, Number(start.dataset.y) + by[1] * far);
    // Keys come in a row: the walk begins anew when they rest.
    clearTimeout(this.#commit);
    this.#commit = setTimeout(() => this.#tell(ground), 350);
  }

  #put(ground, x, y) {
    const start = ground.querySelector('[data-start]');
    const [left, top] = [x, y].map(at => Math.min(SIZE, Math.max(0, at)));
    [start.dataset.x, start.dataset.y] = [left, top];
    start.setAttribute('transform', `translate(${left} ${top})`);
  }

  #tell(ground) {
    const { left, right, bottom, top } = ground.dataset;
    const { x, y } = ground.querySelector('[data-start]').dataset;
    const along = (share, from, to) => Number(from) + share * (Number(to) - Number(from));
    this.#page?.invokeMethodAsync('PutStart', along(x / SIZE, left, right), along(y / SIZE, top, bottom));
  }
}
