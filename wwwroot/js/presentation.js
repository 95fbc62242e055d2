// For a projector: large type, and one cell a screen. P or the button begins and ends it, Escape ends it, arrows and Page Up/Down turn.

/** What is presented, as an attribute of <html>, so that css/presentation.css and charts can follow it. */
const ATTRIBUTE = 'data-presentation';

export class Presentation {
  #root;

  /** @param {HTMLElement} root the lesson's frame */
  constructor(root) {
    this.#root = root;
  }

  get #on() {
    return document.documentElement.hasAttribute(ATTRIBUTE);
  }

  get #cells() {
    return [...this.#root.querySelectorAll('[data-cell]')];
  }

  get #shown() {
    return this.#root.querySelector('[data-cell].presented');
  }

  toggle() {
    if (this.#on) this.end();
    else this.#begin();
  }

  /** Shows this cell, if there is a presentation. */
  show(cell) {
    if (!this.#on || !cell) return;
    this.#shown?.classList.remove('presented');
    cell.classList.add('presented');
    scrollTo(0, 0);
    cell.focus({ preventScroll: true });
  }

  end() {
    if (!this.#on) return;
    const shown = this.#shown;
    document.documentElement.removeAttribute(ATTRIBUTE);
    shown?.classList.remove('presented');
    shown?.scrollIntoView();
  }

  /** @returns whether the key was for the presentation */
  press(event) {
    if (event.key === 'p' || event.key === 'P') this.toggle();
    else if (!this.#on) return false;
    else if (event.key === 'Escape') this.end();
    else if (['ArrowDown', 'ArrowRight', 'PageDown'].includes(event.key) && !inWidget(event)) this.#turn(1);
    else if (['ArrowUp', 'ArrowLeft', 'PageUp'].includes(event.key) && !inWidget(event)) this.#turn(-1);
    else return false;
    return true;
  }

  #begin() {
    // Where the reader is: the first cell that is not above the window.
    const here = this.#cells.find(cell => cell.getBoundingClientRect().bottom > innerHeight / 3) ?? this.#cells[0];
    document.documentElement.setAttribute(ATTRIBUTE, '');
    this.show(here);
  }

  #turn(step) {
    const cells = this.#cells;
    this.show(cells[cells.indexOf(this.#shown) + step]);
  }
}

// Arrows belong to a slider, a chart or the pad while it has the focus.
const inWidget = event => event.target.closest('input, [role=tab], [role=combobox], canvas, .plot') !== null;
