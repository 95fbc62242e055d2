// The two pictures of a surface, on canvases: from above in bands of equal height, and from the side, where it can be turned.
import { contour, heightAt, mixer, projection, unpack, until } from './surface.js';
import { colour } from './theme.js';

const BANDS = 18, QUADS = 60;

/** The map's width and height, in units of its SVG. */
export const SIZE = 400;

export class SurfacePicture {
  #root;
  #turned;
  #heights = new Float32Array(4);
  #side = 2;
  #turn = { yaw: -0.55, pitch: 0.75 };

  /**
   * @param {HTMLElement} root around the canvases
   * @param {() => void} turned is called when the view from the side is to be painted again
   * @param {AbortSignal} signal ends it
   */
  constructor(root, turned, signal) {
    [this.#root, this.#turned] = [root, turned];
    const side = root.querySelector('[data-side]');
    side.addEventListener('pointerdown', event => this.#drag(event), { signal });
    side.addEventListener('keydown', event => this.#turnByKey(event), { signal });
  }

  /** @param {Uint8Array} bytes see unpack */
  show(bytes) {
    this.#heights = unpack(bytes);
    this.#side = Math.round(Math.sqrt(this.#heights.length));
  }

  #colours() {
    return mixer(colour('--map-low'), colour('--map-high'));
  }

  /** From above. */
  paintAbove() {
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

  /**
   * From the side.
   * @param {{ points: number[][], drawn: SVGPathElement }[]} walks
   * @param {number} step that they stand at
   */
  paintSide(walks, step) {
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
    for (const { points, drawn } of walks) {
      const way = until(points, step).map(([x, y]) => [x / SIZE, 1 - y / SIZE]);
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
    this.#turned();
  }
}

/** Makes a canvas as fine as the screen; its side in pixels, 0 while it is not shown. */
function fit(canvas) {
  const size = Math.round(Math.min(2, devicePixelRatio) * canvas.clientWidth);
  if (canvas.width !== size) [canvas.width, canvas.height] = [size, size];
  return size;
}
