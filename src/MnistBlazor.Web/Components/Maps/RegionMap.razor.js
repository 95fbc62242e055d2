// What a map does in the browser alone: regions, symbols and rows of its cell light up together, arrow keys go from region to region,
// the view zooms and pans, and the map is saved as it is seen.

const MOST = 12;

/** @param {HTMLElement} root the figure */
export function create(root) {
  return new RegionMap(root);
}

class RegionMap {
  #root;
  #cell;
  #svg;
  #hint;
  #view = null; // [x, y, width, height] while zoomed
  #undo = new AbortController();

  constructor(root) {
    [this.#root, this.#cell, this.#svg] = [root, root.closest('[data-cell]') ?? root.parentElement, root.querySelector('[data-map]')];
    this.#hint = root.querySelector('[data-readout]').textContent;
    const on = (element, name, handle) => element.addEventListener(name, handle, { signal: this.#undo.signal });
    // What is pointed at goes before what has the focus.
    for (const name of ['pointerover', 'focusin'])
      on(this.#cell, name, event => this.#light(keyOf(event.target) ?? keyOf(document.activeElement)));
    on(this.#svg, 'pointerleave', () => this.#light(keyOf(document.activeElement)));
    on(this.#svg, 'focusin', event => this.#reveal(event.target));
    on(this.#svg, 'focusout', () => this.#light(null));
    on(this.#svg, 'keydown', event => this.#press(event));
    on(this.#svg, 'pointerdown', event => this.#drag(event));
    on(this.#cell, 'click', event => this.#click(event));
  }

  dispose() {
    this.#undo.abort();
  }

  #region(key) {
    return [...this.#svg.querySelectorAll('[data-region]')].find(region => region.dataset.region === key);
  }

  #light(key) {
    for (const lit of this.#cell.querySelectorAll('[data-lit]')) lit.removeAttribute('data-lit');
    const region = key === null ? null : this.#region(key);
    const outline = this.#svg.querySelector('[data-outline]');
    if (region) outline.setAttribute('href', region.getAttribute('href'));
    else outline.removeAttribute('href');
    this.#root.querySelector('[data-readout]').textContent = region?.getAttribute('aria-label') ?? this.#hint;
    if (!region) return;
    for (const other of this.#cell.querySelectorAll('[data-symbol], [data-row]'))
      if (keyOf(other) === key) other.toggleAttribute('data-lit', true);
    // The table follows the map, within its own box.
    const row = this.#cell.querySelector('[data-row][data-lit]');
    const box = row?.closest('[data-rows]');
    if (box && !box.contains(document.activeElement) && !box.matches(':hover'))
      box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
  }

  #click(event) {
    const button = event.target.closest('button');
    if (button?.dataset.zoom) this.#zoom(button.dataset.zoom);
    else if (button?.dataset.save && this.#root.contains(button)) this.#save(button.dataset.save);
    else if (button?.dataset.toRegion !== undefined) this.#focus(this.#region(keyOf(button)));
    else if (event.target.closest?.('[data-symbol]')) this.#focus(this.#region(keyOf(event.target)));
  }

  #focus(region) {
    if (!region) return;
    for (const other of this.#svg.querySelectorAll('[data-region][tabindex="0"]')) other.setAttribute('tabindex', '-1');
    region.setAttribute('tabindex', '0');
    region.focus({ preventScroll: true });
  }

  #press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const zoom = { '+': 'in', '=': 'in', '-': 'out', 0: 'home' }[event.key];
    const region = event.target.closest('[data-region]');
    if (zoom) this.#zoom(zoom, region);
    else if (arrow && event.shiftKey) this.#pan(arrow[0] * 0.15, arrow[1] * 0.15);
    else if (arrow && region) this.#focus(this.#next(region, arrow) ?? region);
    else if (event.key === 'Home') this.#focus(this.#svg.querySelector('[data-region]'));
    else if (event.key === 'End') this.#focus([...this.#svg.querySelectorAll('[data-region]')].at(-1));
    else return;
    event.preventDefault();
  }

  /** The nearest one in a direction: what lies aside counts double. */
  #next(from, [right, down]) {
    const [x, y] = placeOf(from);
    let best = null, least = Infinity;
    for (const region of this.#svg.querySelectorAll('[data-region]')) {
      const [dx, dy] = [placeOf(region)[0] - x, placeOf(region)[1] - y];
      const along = dx * right + dy * down;
      const distance = along + 2 * Math.abs(dx * down + dy * right);
      if (region !== from && along > 1 && distance < least) [best, least] = [region, distance];
    }
    return best;
  }

  #home() {
    // What the server wrote: it changes with the borders.
    this.#svg.dataset.home ??= this.#svg.getAttribute('viewBox');
    return this.#svg.dataset.home.split(' ').map(Number);
  }

  #zoom(how, around) {
    const home = this.#home();
    const now = this.#view ?? home;
    if (how === 'home') return this.#show(null);
    const size = Math.min(1, Math.max(1 / MOST, (now[2] / home[2]) * (how === 'in' ? 0.6 : 1 / 0.6)));
    const [x, y] = around ? placeOf(around) : [now[0] + now[2] / 2, now[1] + now[3] / 2];
    this.#show(size === 1 ? null : [x - home[2] * size / 2, y - home[3] * size / 2, home[2] * size, home[3] * size]);
  }

  #pan(right, down) {
    if (this.#view) this.#show([this.#view[0] + right * this.#view[2], this.#view[1] + down * this.#view[3], this.#view[2], this.#view[3]]);
  }

  #show(view) {
    const home = this.#home();
    if (view) for (const i of [0, 1]) view[i] = Math.min(Math.max(view[i], 0), home[2 + i] - view[2 + i]);
    this.#view = view;
    this.#svg.setAttribute('viewBox', (view ?? home).map(number => Math.round(number * 10) / 10).join(' '));
    this.#svg.toggleAttribute('data-zoomed', view !== null);
    if (!view) delete this.#svg.dataset.home;
  }

  /** Whoever goes on by keys in a zoomed map sees where they are. */
  #reveal(region) {
    if (!this.#view || !region.dataset?.region) return;
    const [[x, y], [left, top, width, height]] = [placeOf(region), this.#view];
    if (x < left || y < top || x > left + width || y > top + height) this.#show([x - width / 2, y - height / 2, width, height]);
  }

  #drag(start) {
    if (!this.#view || start.button !== 0) return;
    const [from, scale] = [[...this.#view], this.#view[2] / this.#svg.getBoundingClientRect().width];
    const moving = new AbortController();
    const signal = AbortSignal.any([moving.signal, this.#undo.signal]);
    window.addEventListener('pointermove', event => {
      if (!this.#view) return;
      this.#show([from[0] - (event.clientX - start.clientX) * scale, from[1] - (event.clientY - start.clientY) * scale, from[2], from[3]]);
    }, { signal });
    for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, () => moving.abort(), { signal });
  }

  async #save(kind) {
    const name = `${location.pathname.split('/').at(-1)}-${this.#cell.dataset.cell ?? 'map'}`;
    if (kind === 'csv') return download(new Blob(['\ufeff' + this.#csv()], { type: 'text/csv' }), `${name}.csv`);
    const [text, width, height] = this.#picture();
    const svg = new Blob([text], { type: 'image/svg+xml' });
    if (kind === 'svg') return download(svg, `${name}.svg`);
    const image = new Image();
    // Not decode(): that waits for a frame, which a hidden tab has none of and a busy machine few.
    const loaded = new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject }));
    image.src = URL.createObjectURL(svg);
    await loaded;
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob(png => download(png, `${name}.png`), 'image/png');
  }

  #csv() {
    const rows = [...this.#cell.querySelectorAll('[data-rows] tr')];
    const quote = text => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.map(row => [...row.cells].map(cell => quote(cell.dataset.raw ?? cell.textContent.trim())).join(',')).join('\r\n') + '\r\n';
  }

  /** The map as it is seen, with its title, its legend and whose borders they are: colours and shapes are written into it. */
  #picture() {
    const copy = this.#svg.cloneNode(true);
    const [before, after] = [this.#svg.querySelectorAll('*'), copy.querySelectorAll('*')];
    for (const [i, element] of after.entries()) {
      const style = getComputedStyle(before[i]);
      for (const name of ['fill', 'stroke', 'stroke-width', 'font-size', 'text-anchor'])
        if (style[name]) element.setAttribute(name, style[name].replaceAll('"', ''));
      element.removeAttribute('class');
    }
    for (const use of copy.querySelectorAll('use')) {
      const shape = document.querySelector(use.getAttribute('href') || 'none');
      if (!shape) { use.remove(); continue; }
      const path = shape.cloneNode();
      path.removeAttribute('id');
      for (const name of ['fill', 'stroke', 'stroke-width', 'data-region', 'data-class']) {
        if (use.hasAttribute(name)) path.setAttribute(name, use.getAttribute(name));
      }
      path.append(Object.assign(document.createElementNS(SVG, 'title'), { textContent: use.getAttribute('aria-label') ?? '' }));
      use.replaceWith(path);
    }
    const [x, y, width, height] = (this.#view ?? this.#home());
    const legend = [...this.#cell.querySelectorAll('[data-legend] li')];
    const [top, line] = [height / 24, height / 36];
    const all = [x, y - top, width, height + top + (legend.length + 1) * line];
    const picture = make('svg', { xmlns: SVG, viewBox: all.join(' '), width: all[2], height: all[3] });
    // A drawing within the drawing ends at its box: of a zoomed map nothing lies below the title and the legend.
    const box = { viewBox: `${x} ${y} ${width} ${height}`, x, y, width, height };
    for (const [name, value] of Object.entries(box)) copy.setAttribute(name, value);
    picture.append(make('rect', { x: all[0], y: all[1], width: all[2], height: all[3], fill: backgroundOf(this.#root) }), copy);
    const style = getComputedStyle(this.#root);
    const write = (text, across, down, size) => {
      const words = make('text', { x: x + across, y: down, 'font-size': size, fill: style.color, 'font-family': 'sans-serif' });
      words.textContent = text;
      picture.append(words);
    };
    write(this.#svg.getAttribute('aria-label'), 6, y - top / 3, height / 34);
    for (const [i, item] of legend.entries()) {
      const swatch = item.querySelector('rect');
      const down = y + height + i * line;
      if (swatch) picture.append(make('rect', { x: x + 6, y: down, width: line, height: line * 0.8, fill: getComputedStyle(swatch).fill }));
      write(item.textContent.replace(/\s+/g, ' ').trim(), 12 + line, down + line * 0.7, height / 45);
    }
    write(this.#root.querySelector('.credit').textContent, 6, y + height + (legend.length + 0.7) * line, height / 55);
    return [new XMLSerializer().serializeToString(picture), all[2], all[3]];
  }
}

const SVG = 'http://www.w3.org/2000/svg';

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function backgroundOf(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color && color !== 'rgba(0, 0, 0, 0)') return color;
  }
  return 'white';
}

function keyOf(element) {
  const data = element?.closest?.('[data-region], [data-symbol], [data-row]')?.dataset;
  return data?.region ?? data?.symbol ?? data?.row ?? null;
}

function placeOf(region) {
  return [Number(region.dataset.x), Number(region.dataset.y)];
}

function download(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
