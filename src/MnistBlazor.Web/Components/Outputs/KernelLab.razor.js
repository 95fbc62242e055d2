// The kernel slides over the image: a window here, the sum under it there, and a cover over the sums that are still to come. The
// pictures are the server's; nothing is sent while the window moves.

const SIDE = 28, STEP_MS = 18;

/** @param {HTMLElement} root the lab */
export function create(root) {
  return new Lab(root);
}

class Lab {
  #root;
  #pixels = new Uint8Array(SIDE * SIDE);
  #weights = Array(9).fill(0);
  #at = null; // the place that the window has come to; null: it has been everywhere
  #place = 13 * SIDE + 13;
  #timer = 0;
  #undo = new AbortController();

  constructor(root) {
    this.#root = root;
    const { signal } = this.#undo;
    const on = (element, name, handle) => element.addEventListener(name, handle, { signal });
    on(root.querySelector('[data-action=slide]'), 'click', () => (this.#timer ? this.#pause() : this.#slide()));
    on(root.querySelector('[data-action=step]'), 'click', () => this.#step());
    const image = root.querySelector('[data-image]');
    for (const name of ['pointermove', 'pointerdown']) on(image, name, event => this.#point(event, image));
    // Once, when it comes into view: that is what there is to see here.
    const seen = new IntersectionObserver(entries => {
      if (!entries.some(entry => entry.isIntersecting)) return;
      seen.disconnect();
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#slide();
    }, { threshold: 0.8 });
    seen.observe(root.querySelector('.bench'));
    signal.addEventListener('abort', () => seen.disconnect());
  }

  /**
   * @param {Uint8Array} pixels 28x28, 0 to 255
   * @param {number[]} weights nine
   */
  show(pixels, weights) {
    [this.#pixels, this.#weights] = [pixels, weights];
    this.#paint();
  }

  dispose() {
    this.#pause();
    this.#undo.abort();
  }

  #slide() {
    this.#at ??= 0;
    this.#root.toggleAttribute('data-sliding', true);
    this.#timer = setInterval(() => this.#advance(), STEP_MS);
  }

  #pause() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#root.toggleAttribute('data-sliding', false);
  }

  #step() {
    this.#pause();
    if (this.#at === null) this.#at = 0;
    this.#advance();
  }

  #advance() {
    this.#place = this.#at;
    this.#at++;
    if (this.#at === SIDE * SIDE) {
      this.#at = null;
      this.#pause();
    }
    this.#paint();
  }

  #point(event, image) {
    if (this.#timer) return;
    const box = image.getBoundingClientRect();
    const along = (at, length) => Math.min(SIDE - 1, Math.max(0, Math.floor(at / length * SIDE)));
    this.#place = along(event.clientY - box.top, box.height) * SIDE + along(event.clientX - box.left, box.width);
    this.#paint();
  }

  #paint() {
    const [x, y] = [this.#place % SIDE, Math.floor(this.#place / SIDE)];
    put(this.#root.querySelector('[data-window]'), { x: x - 1, y: y - 1 });
    put(this.#root.querySelector('[data-place]'), { x, y });
    const row = this.#at === null ? SIDE : Math.floor(this.#at / SIDE);
    const column = this.#at === null ? 0 : this.#at % SIDE;
    put(this.#root.querySelector('[data-cover]'),
      { d: row < SIDE ? `M${column} ${row}H${SIDE}V${SIDE}H0V${row + 1}H${column}Z` : 'M0 0' });
    const sum = this.#sum(x, y);
    this.#root.querySelector('[data-sum]').textContent = `${sum < 0 ? '\u2212' : '+'}${Math.abs(sum).toFixed(2)}`;
  }

  #sum(x, y) {
    let sum = 0;
    for (let i = 0; i < 9; i++) {
      const [row, column] = [y + Math.floor(i / 3) - 1, x + (i % 3) - 1];
      if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) sum += this.#weights[i] * this.#pixels[row * SIDE + column] / 255;
    }
    return sum;
  }
}

function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
