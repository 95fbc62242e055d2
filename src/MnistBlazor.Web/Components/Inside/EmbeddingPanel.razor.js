// Draws test images as points, each the mark of its class in its colour, and the drawing among them. Points move to their new places.
import { halfOf, next } from '../../js/scatter.js';
import { colour, onChange } from '../../js/theme.js';
import { fill } from '../../js/words.js';

const MOVE_MS = 700;
const REACH = 14; // pixels from a point at which it still counts as pointed at

/**
 * @param {HTMLElement} root around the canvas
 * @param {object} page is told by Pick(point) what was clicked, and by LaidOut(shares) that UMAP is done
 */
export function create(root, page) {
  return new Embedding(root, page);
}

class Embedding {
  #root;
  #page;
  #canvas;
  #undo = new AbortController();
  #sized;
  #stopTheme;
  #shown = null; // what there is to show: labels, images, dataset, names, marks, words
  #views = { pca: null, umap: null };
  #view = 'pca';
  #at = []; // places as drawn now, and half the side of what is seen
  #half = 1;
  #yours = { pca: null, umap: null };
  #features = null; // the drawing's, for UMAP
  #chosen = null;
  #only = null; // the class that is set off from the others
  #frame = 0;
  #worker = null;

  constructor(root, page) {
    [this.#root, this.#page, this.#canvas] = [root, page, root.querySelector('[data-canvas]')];
    const on = (name, handle) => this.#canvas.addEventListener(name, handle, { signal: this.#undo.signal });
    on('pointermove', event => this.#choose(this.#pointAt(event)));
    on('click', event => this.#pick(this.#pointAt(event)));
    on('keydown', event => this.#press(event));
    this.#sized = new ResizeObserver(() => this.#paint());
    this.#sized.observe(this.#canvas);
    this.#stopTheme = onChange(() => this.#paint());
  }

  /** @param {Uint8Array} bytes two 32-bit numbers a point */
  show(bytes, labels, images, dataset, names, marks, words) {
    const sameImages = this.#shown?.images.length === images.length && this.#shown.dataset === dataset;
    if (!sameImages) {
      this.#stopWorker();
      this.#views.umap = null;
      this.#view = 'pca';
      this.#chosen = null;
    }
    if (this.#only >= names.length) this.#only = null;
    this.#shown = { labels, images, dataset, names, marks, words };
    this.#views.pca = pairs(floats(bytes));
    this.#go(sameImages && this.#at.length === images.length);
  }

  /** Where the drawing lies; null: there is none. */
  place(bytes) {
    this.#features = bytes && floats(bytes);
    this.#yours.pca = this.#features && [this.#features[0], this.#features[1] ?? 0];
    if (!this.#features) this.#yours.umap = null;
    else if (this.#worker?.ready) this.#worker.postMessage({ place: this.#features });
    this.#paint();
  }

  view(name) {
    if (!this.#views[name]) return;
    this.#view = name;
    this.#go(true);
  }

  /** Sets one class off; null: none. */
  only(label) {
    this.#only = label;
    this.#chosen = null;
    this.#canvas.dataset.only = label ?? '';
    this.#paint();
  }

  layOut(bytes, width, classes) {
    this.#stopWorker();
    const worker = new Worker(new URL('../../js/umap-worker.js', import.meta.url), { type: 'module' });
    this.#worker = worker;
    const progress = this.#root.querySelector('[data-progress]');
    progress.hidden = false;
    progress.removeAttribute('value');
    worker.onmessage = ({ data }) => {
      if (data.progress) progress.value = data.progress;
      if (data.placed) {
        this.#yours.umap = data.placed;
        this.#paint();
      }
      if (!data.places) return;
      progress.hidden = true;
      worker.ready = true;
      this.#views.umap = pairs(data.places);
      this.#view = 'umap';
      if (this.#features) worker.postMessage({ place: this.#features });
      this.#go(true);
      this.#page.invokeMethodAsync('LaidOut', data.same);
    };
    // A second time from where the points are: they move, and do not jump.
    const start = Float32Array.from((this.#views.umap ?? this.#views.pca).flat());
    worker.postMessage({ values: floats(bytes), width, start, labels: this.#shown.labels, classes });
  }

  cancel() {
    this.#stopWorker();
    this.view(this.#views.umap ? 'umap' : 'pca');
  }

  clear() {
    this.#stopWorker();
    [this.#shown, this.#views, this.#view, this.#at] = [null, { pca: null, umap: null }, 'pca', []];
    this.#chosen = this.#only = null;
  }

  dispose() {
    this.#stopWorker();
    cancelAnimationFrame(this.#frame);
    this.#undo.abort();
    this.#sized.disconnect();
    this.#stopTheme();
  }

  #stopWorker() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#yours.umap = null;
    this.#root.querySelector('[data-progress]').hidden = true;
  }

  #go(moving) {
    cancelAnimationFrame(this.#frame);
    const to = this.#views[this.#view];
    const [from, halfFrom, half] = [this.#at, this.#half, halfOf(to, this.#half)];
    if (!moving || !from.length || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      [this.#at, this.#half] = [to, half];
      this.#paint();
      return;
    }
    const start = performance.now();
    const frame = now => {
      const share = Math.min(1, Math.max(0, now - start) / MOVE_MS);
      const eased = share * share * (3 - 2 * share);
      this.#at = to.map(([x, y], i) => [from[i][0] + (x - from[i][0]) * eased, from[i][1] + (y - from[i][1]) * eased]);
      this.#half = halfFrom + (half - halfFrom) * eased;
      this.#paint();
      if (share < 1) this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!this.#shown || !width) return;
    const density = devicePixelRatio || 1;
    [this.#canvas.width, this.#canvas.height] = [width * density, height * density];
    const pen = this.#canvas.getContext('2d');
    pen.scale(density, density);
    const { labels, marks } = this.#shown;
    pen.font = `600 11px ${getComputedStyle(this.#canvas).fontFamily}`;
    [pen.textAlign, pen.textBaseline] = ['center', 'middle'];
    const colours = marks.map((_, label) => colour(`--digit-${label % 10}`));
    this.#at.forEach((place, i) => {
      const [x, y] = this.#onCanvas(place);
      pen.globalAlpha = this.#isSeen(i) ? 0.8 : 0.1;
      pen.fillStyle = colours[labels[i]];
      pen.fillText(marks[labels[i]], x, y);
    });
    pen.globalAlpha = 1;
    pen.strokeStyle = colour('--ink');
    if (this.#chosen !== null) ring(pen, this.#onCanvas(this.#at[this.#chosen]), 9, 1.5);
    const yours = this.#yours[this.#view];
    if (!yours) return;
    const at = this.#onCanvas(yours).map((value, axis) => Math.min((axis ? height : width) - 12, Math.max(12, value)));
    pen.strokeStyle = colour('--surface');
    ring(pen, at, 8, 7);
    pen.strokeStyle = colour('--ink');
    ring(pen, at, 10, 2.5);
    ring(pen, at, 4, 2.5);
    this.#canvas.dataset.yours = `${at.map(Math.round)}`;
  }

  // Both axes on one scale; up is up.
  #onCanvas([x, y]) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = (Math.min(width, height) / 2 - 10) / this.#half;
    return [width / 2 + x * scale, height / 2 - y * scale];
  }

  #pointAt(event) {
    const box = this.#canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [best, least] = [null, REACH ** 2];
    this.#at.forEach((place, i) => {
      const [u, v] = this.#onCanvas(place);
      const distance = (u - x) ** 2 + (v - y) ** 2;
      if (this.#isSeen(i) && distance < least) [best, least] = [i, distance];
    });
    return best;
  }

  #isSeen(point) {
    return this.#only === null || this.#shown.labels[point] === this.#only;
  }

  #press(event) {
    if (!this.#at.length || event.ctrlKey || event.altKey || event.metaKey) return;
    const towards = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const seen = this.#at.map((place, i) => (this.#isSeen(i) ? place : [NaN, NaN]));
    if (towards) this.#choose(this.#chosen === null ? next(seen, [0, 0]) : next(seen, this.#at[this.#chosen], towards));
    else if (event.key === 'Enter' || event.key === ' ') this.#pick(this.#chosen);
    else return;
    event.preventDefault();
  }

  #choose(point) {
    if (point === null || point === this.#chosen) return;
    this.#chosen = point;
    const { labels, images, dataset, names, words } = this.#shown;
    const image = this.#root.querySelector('[data-image]');
    [image.src, image.hidden] = [`images/${dataset}/test/${images[point]}.png`, false];
    this.#root.querySelector('[data-said]').textContent = fill(words.image, names[labels[point]], images[point]);
    this.#canvas.dataset.chosen = images[point];
    this.#paint();
  }

  #pick(point) {
    if (point !== null) this.#page.invokeMethodAsync('Pick', point);
  }
}

function ring(pen, [x, y], radius, width) {
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}

const floats = bytes => new Float32Array(bytes.slice().buffer);

const pairs = values => Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);
