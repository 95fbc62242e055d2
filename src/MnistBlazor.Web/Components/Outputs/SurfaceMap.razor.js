// Draws a surface from above and from the side, and lets what walks on it walk. The paths are the server's elements: [data-whole] has a
// way from start to end, [data-path] is the part of it that has been walked.
import { contour, heightAt, mixer, pointsOf, projection, unpack, until } from '../../js/surface.js';
import { colour, onChange } from '../../js/theme.js';

const BANDS = 18, QUADS = 60, SIZE = 400;
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
  #heights = new Float32Array(4);
  #side = 2;
  #turn = { yaw: -0.55, pitch: 0.75 };
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
    on('[data-side]', 'pointerdown', event => this.#drag(event));
    on('[data-side]', 'keydown', event => this.#turnByKey(event));
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
    this.#heights = unpack(bytes);
    this.#side = Math.round(Math.sqrt(this.#heights.length));
    this.#walks = [...this.#root.querySelectorAll('[data-whole]')].map(whole => ({
      points: pointsOf(whole.getAttribute('d')),
      drawn: this.#root.querySelector(`[data-path="${whole.dataset.whole}"]`),
      halo: this.#root.querySelector(`[data-halo="${whole.dataset.whole}"]`),
      head: this.#root.querySelector(`[data-head="${whole.dataset.whole}"]`),
    }));
    this.#last = Math.max(0, ...this.#walks.map(walk => walk.points.length - 1));
    this.#step = this.#last;
    this.#paint();
    this.#seen?.disconnect();
    if (this.#last === 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
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
    const perSecond = Math.max(8, this.#last / SECONDS);
    const frame = now => {
      const speed = Number(this.#root.querySelector('[data-speed]').value);
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
    this.#seen?.disconnect();
    this.#pause();
    this.#step = Math.min(this.#last, Math.max(0, step));
    this.#walk();
  }

  #paint() {
    this.#paintAbove();
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
    if (clip) {
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

  #colours() {
    return mixer(colour('--map-low'), colour('--map-high'));
  }

  #paintAbove() {
    const canvas = this.#root.querySelector('[data-above]');
    const size = fit(canvas);
    if (!size) return;
    const context = canvas.getContext('2d');
    const image = context.createImageData(size, size);
    const mix = this.#colours();
    const shades = Array.from({ length: BANDS }, (_, band) => mix(band / (BANDS - 1)));
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const height = heightAt(this.#heights, this.#side, column / (size - 1), 1 - row / (size - 1));
        if (Number.isNaN(height)) continue; // the paper shows
        const shade = shades[Math.min(BANDS - 1, Math.floor(height * BANDS))];
        const at = 4 * (row * size + column);
        [image.data[at], image.data[at + 1], image.data[at + 2], image.data[at + 3]] = [...shade, 255];
      }
    }
    context.putImageData(image, 0, 0);
    context.strokeStyle = colour('--map-line');
    context.lineWidth = size / SIZE * 0.6;
    context.beginPath();
    for (let band = 1; band < BANDS; band++) {
      for (const [u, v, toU, toV] of contour(this.#heights, this.#side, band / BANDS)) {
        context.moveTo(u * size, (1 - v) * size);
        context.lineTo(toU * size, (1 - toV) * size);
      }
    }
    context.stroke();
  }

  #paintSide() {
    const canvas = this.#root.querySelector('[data-side]');
    const size = fit(canvas);
    if (!size) return;
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, size, size);
    const project = projection(this.#turn.yaw, this.#turn.pitch);
    const scale = size * 0.68;
    const place = (u, v, lift = 0) => {
      const [x, y, near] = project(u, v, heightAt(this.#heights, this.#side, u, v) + lift);
      return [size / 2 + x * scale, size * 0.52 + y * scale, near];
    };
    this.#paintSkin(context, place, size);
    for (const { points, drawn } of this.#walks) {
      const way = until(points, this.#step).map(([x, y]) => [x / SIZE, 1 - y / SIZE]);
      this.#paintWay(context, way, drawn, place, size / SIZE);
    }
  }

  #paintSkin(context, place, size) {
    const corners = Array.from({ length: QUADS + 1 }, (_, row) =>
      Array.from({ length: QUADS + 1 }, (_, column) => place(column / QUADS, row / QUADS)));
    const quads = [];
    for (let row = 0; row < QUADS; row++) {
      for (let column = 0; column < QUADS; column++) {
        const around = [corners[row][column], corners[row][column + 1], corners[row + 1][column + 1], corners[row + 1][column]];
        const height = heightAt(this.#heights, this.#side, (column + 0.5) / QUADS, (row + 0.5) / QUADS);
        if (around.some(([, y]) => Number.isNaN(y)) || Number.isNaN(height)) continue;
        quads.push({ around, height, near: around[0][2] + around[2][2] });
      }
    }
    quads.sort((one, other) => one.near - other.near);
    const mix = this.#colours();
    context.lineWidth = size / SIZE * 0.5;
    context.strokeStyle = colour('--map-line');
    for (const { around, height } of quads) {
      context.fillStyle = `rgb(${mix(height).map(Math.round).join(' ')})`;
      context.beginPath();
      around.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      context.closePath();
      context.fill();
      context.stroke();
    }
  }

  #paintWay(context, way, drawn, place, unit) {
    const style = getComputedStyle(drawn);
    context.beginPath();
    let last = null;
    for (const [u, v] of way) {
      const inside = u >= 0 && u <= 1 && v >= 0 && v <= 1;
      if (inside) {
        const [x, y] = place(u, v, 0.012);
        if (last) context.lineTo(x, y);
        else context.moveTo(x, y);
        last = [x, y];
      } else {
        last = null;
      }
    }
    context.lineJoin = 'round';
    context.lineWidth = 5 * unit;
    context.strokeStyle = colour('--surface');
    context.setLineDash([]);
    context.stroke();
    context.lineWidth = 2.6 * unit;
    context.strokeStyle = style.stroke;
    context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.match(/[\d.]+/g).map(length => length * unit));
    context.stroke();
    context.setLineDash([]);
    if (!last) return;
    context.beginPath();
    context.arc(...last, 4.5 * unit, 0, 2 * Math.PI);
    context.fillStyle = style.stroke;
    context.fill();
  }

  #drag(event) {
    const canvas = event.currentTarget;
    canvas.setPointerCapture(event.pointerId);
    let before = [event.clientX, event.clientY];
    const ended = new AbortController();
    canvas.addEventListener('pointermove', move => {
      this.#turnBy((move.clientX - before[0]) / 120, (move.clientY - before[1]) / 160);
      before = [move.clientX, move.clientY];
    }, { signal: ended.signal });
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => ended.abort(), { signal: ended.signal });
  }

  #turnByKey(event) {
    const by = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#turnBy(...by);
  }

  #turnBy(yaw, pitch) {
    this.#turn.yaw += yaw;
    this.#turn.pitch = Math.min(1.45, Math.max(0.15, this.#turn.pitch + pitch));
    this.#paintSide();
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

/** Makes a canvas as fine as the screen; its side in pixels, 0 while it is not shown. */
function fit(canvas) {
  const size = Math.round(Math.min(2, devicePixelRatio) * canvas.clientWidth);
  if (canvas.width !== size) [canvas.width, canvas.height] = [size, size];
  return size;
}
