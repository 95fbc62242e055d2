import { begin, extend, isDrawing } from '../../js/strokes.js';
import { colour, onChange } from '../../js/theme.js';

// The pad lives here, in the browser: every line is drawn at once, whatever the connection does. The server is only told what is
// drawn, one message at a time and the newest drawing first, so a slow line makes the answer later but never the pen.

const SEND_EVERY_MS = 85;
const KEY_STEP = 0.025;

/**
 * @param {HTMLElement} root holds the canvas and the buttons
 * @param {{ invokeMethodAsync(name: string, strokes: number[][]): Promise<any> }} owner
 * @param {number} penWidth as a share of the pad's width: the same that the server draws with
 */
export function create(root, owner, penWidth) {
  return new Pad(root, owner, penWidth);
}

class Pad {
  #root;
  #canvas;
  #owner;
  #penWidth;
  #strokes = []; // [x, y, x, y, ...] each, 0..1
  #picture = null; // a stored digit lying on the pad
  #pointer = null;
  #keys = { x: 0.5, y: 0.5, down: false };
  #sending = false;
  #changed = false;
  #sendNow = () => {};
  #rest = 0; // the timer that keeps a drawing by itself
  #undoListeners = new AbortController();

  constructor(root, owner, penWidth) {
    this.#root = root;
    this.#canvas = root.querySelector('[data-pad]');
    this.#owner = owner;
    this.#penWidth = penWidth;
    const signal = this.#undoListeners.signal;
    const on = (target, name, handle) => target.addEventListener(name, handle, { signal });
    on(this.#canvas, 'pointerdown', event => this.#down(event));
    on(this.#canvas, 'pointermove', event => this.#move(event));
    on(this.#canvas, 'pointerup', event => this.#up(event));
    on(this.#canvas, 'pointercancel', event => this.#up(event));
    on(this.#canvas, 'keydown', event => this.#key(event));
    on(this.#canvas, 'focus', () => this.#paint());
    on(this.#canvas, 'blur', () => this.#paint());
    on(root.querySelector('[data-action=undo]'), 'click', () => this.undo());
    on(root.querySelector('[data-action=clear]'), 'click', () => this.clear());
    const keep = root.querySelector('[data-action=keep]');
    if (keep) on(keep, 'click', () => this.finish());
    const resize = new ResizeObserver(() => this.#resize());
    resize.observe(this.#canvas);
    const stopTheme = onChange(() => this.#paint());
    signal.addEventListener('abort', () => {
      resize.disconnect();
      stopTheme();
    });
    this.#resize();
    this.#restore();
  }

  undo() {
    if (this.#picture) this.#picture = null;
    else this.#strokes.pop();
    this.#keys.down = false;
    this.#show();
    this.#keep();
  }

  clear() {
    this.#picture = null;
    this.#strokes = [];
    this.#keys.down = false;
    this.#show();
    this.#keep();
  }

  /** Hands the drawing over and clears the pad at once for the next one; what is not taken comes back, unless the pen was faster. */
  async finish() {
    clearTimeout(this.#rest);
    const strokes = this.#strokes;
    if (strokes.length === 0 || this.#pointer !== null) return;
    this.clear();
    let taken = false;
    try {
      taken = await this.#owner.invokeMethodAsync('DrawingFinished', strokes);
    } catch {
      // The circuit is away.
    }
    if (taken || this.#strokes.length > 0) return;
    this.#strokes = strokes;
    this.#show();
    this.#keep();
  }

  /** Lays a stored digit on the pad in place of what was drawn. The server knows it already: nothing is sent. */
  async put(address) {
    const image = new Image();
    image.src = address;
    try {
      await image.decode();
    } catch {
      return; // no such image any more: the pad stays as it is
    }
    this.#strokes = [];
    this.#keys.down = false;
    this.#picture = image;
    this.#changed = false;
    this.#paint();
    this.#keep();
  }

  /** All of the drawing is of one pen. */
  setPen(width) {
    this.#penWidth = width;
    this.#paint();
  }

  dispose() {
    clearTimeout(this.#rest);
    this.#undoListeners.abort();
  }

  #down(event) {
    if (this.#pointer !== null || event.button !== 0) return;
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true, focusVisible: false }); // the pen of the keys is for who uses keys
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    clearTimeout(this.#rest);
    this.#keys.down = false;
    this.#begin(...this.#place(event));
  }

  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const point of between.length ? between : [event]) extend(this.#strokes, ...this.#place(point));
    this.#show();
  }

  #up(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#sendNow(); // the stroke is whole: its answer need not wait for the next turn
    this.#keep();
    const rest = Number(this.#root.dataset.keepAfter);
    if (rest) this.#rest = setTimeout(() => this.finish(), rest);
  }

  #key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const size = event.shiftKey ? KEY_STEP / 3 : KEY_STEP;
      this.#keys.x = within(this.#keys.x + step[0] * size);
      this.#keys.y = within(this.#keys.y + step[1] * size);
      if (this.#keys.down) {
        extend(this.#strokes, this.#keys.x, this.#keys.y);
        this.#show();
        this.#keep();
      } else {
        this.#paint();
      }
    } else if (event.key === ' ') {
      this.#keys.down = !this.#keys.down;
      if (this.#keys.down) this.#begin(this.#keys.x, this.#keys.y);
      else this.#paint();
    } else if (event.key === 'Backspace') {
      this.undo();
    } else if (event.key === 'Delete') {
      this.clear();
    } else if (event.key === 'Enter' && this.#root.querySelector('[data-action=keep]')) {
      this.finish();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #begin(x, y) {
    if (this.#picture) [this.#picture, this.#strokes] = [null, []];
    begin(this.#strokes, x, y);
    this.#show();
  }

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  #show() {
    this.#paint();
    this.#changed = true;
    this.#send();
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#changed && !this.#undoListeners.signal.aborted) {
      this.#changed = false;
      const waited = new Promise(resolve => {
        this.#sendNow = resolve;
        setTimeout(resolve, SEND_EVERY_MS);
      });
      try {
        await this.#owner.invokeMethodAsync('StrokesDrawn', this.#strokes);
      } catch {
        // The circuit is away. The drawing stays, and goes out with the next line.
      }
      await waited;
    }
    this.#sending = false;
  }

  /** The drawing outlives its page's next loading: in another language, say. A new visit begins with an empty pad. */
  #keep() {
    try {
      sessionStorage.setItem(keptAs(), JSON.stringify(this.#strokes));
    } catch {
      // The browser keeps nothing. The drawing is still on the pad.
    }
  }

  #restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(keptAs()));
    } catch {
      return;
    }
    if (!isDrawing(kept) || kept.length === 0) return;
    this.#strokes = kept;
    this.#show();
  }

  #resize() {
    const size = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    if (size > 0 && size !== this.#canvas.width) this.#canvas.width = this.#canvas.height = size;
    this.#paint();
  }

  #paint() {
    const context = this.#canvas.getContext('2d');
    const size = this.#canvas.width;
    const ink = getComputedStyle(this.#canvas).color;
    this.#root.toggleAttribute('data-drawn', this.#strokes.length > 0 || this.#picture !== null);
    context.clearRect(0, 0, size, size);
    if (this.#picture) paintPicture(context, this.#picture, size, ink);
    context.strokeStyle = context.fillStyle = ink;
    context.lineWidth = this.#penWidth * size;
    context.lineCap = context.lineJoin = 'round';
    for (const stroke of this.#strokes) paintStroke(context, stroke, size);
    if (document.activeElement === this.#canvas && this.#canvas.matches(':focus-visible')) this.#paintPen(context, size);
  }

  #paintPen(context, size) {
    context.strokeStyle = context.fillStyle = colour('--accent');
    context.lineWidth = 2 * devicePixelRatio;
    context.beginPath();
    context.arc(this.#keys.x * size, this.#keys.y * size, (this.#penWidth * size) / 2, 0, 2 * Math.PI);
    if (this.#keys.down) context.fill();
    else context.stroke();
  }
}

const keptAs = () => `drawing ${location.pathname}`;

const within = value => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 1000;

/** A smooth line: curves from middle to middle, the drawn points being their handles. */
function paintStroke(context, stroke, size) {
  context.beginPath();
  if (stroke.length === 2) {
    context.arc(stroke[0] * size, stroke[1] * size, context.lineWidth / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(stroke[0] * size, stroke[1] * size);
  for (let i = 2; i < stroke.length - 2; i += 2) {
    const middleX = (stroke[i] + stroke[i + 2]) / 2;
    const middleY = (stroke[i + 1] + stroke[i + 3]) / 2;
    context.quadraticCurveTo(stroke[i] * size, stroke[i + 1] * size, middleX * size, middleY * size);
  }
  context.lineTo(stroke.at(-2) * size, stroke.at(-1) * size);
  context.stroke();
}

/** MNIST's ink is light on black; on the pad it takes the pad's ink. */
function paintPicture(context, image, size, ink) {
  const small = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const pixels = small.getContext('2d');
  pixels.drawImage(image, 0, 0);
  const data = pixels.getImageData(0, 0, small.width, small.height);
  for (let i = 0; i < data.data.length; i += 4) data.data[i + 3] = data.data[i];
  pixels.putImageData(data, 0, 0);
  pixels.globalCompositeOperation = 'source-in';
  pixels.fillStyle = ink;
  pixels.fillRect(0, 0, small.width, small.height);
  context.imageSmoothingEnabled = false;
  const scale = size / Math.max(small.width, small.height);
  const [width, height] = [small.width * scale, small.height * scale];
  context.drawImage(small, (size - width) / 2, (size - height) / 2, width, height);
}
