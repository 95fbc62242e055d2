import { create as createChart } from '../Charts/LossChart.razor.js';
import { Announcer } from '../../js/announcer.js';
import { figures } from '../../js/figures.js';
import { fill } from '../../js/words.js';

/** @param {HTMLElement} root what RunBoard.razor rendered */
export function create(root) {
  return new RunBoard(root);
}

class RunBoard {
  #root;
  #words;
  #chart;
  #announcer;
  #undo = new AbortController();
  #rows;
  #shown = [];
  #loss;
  #percent;
  #seconds;

  constructor(root) {
    this.#root = root;
    this.#words = JSON.parse(root.dataset.words);
    this.#rows = root.querySelector('.epochs tbody');
    this.#loss = numbers(this.#words.culture, 4);
    this.#seconds = numbers(this.#words.culture, 2);
    this.#percent = new Intl.NumberFormat(this.#words.culture, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.#chart = createChart(root.querySelector('.plot'), this.#words.chart);
    root.querySelector('.log input').addEventListener('change', event => this.#chart.setLog(event.target.checked), { signal: this.#undo.signal });
    this.startOver();
  }

  /** Before another run, or the same from its beginning, is shown. */
  startOver() {
    const short = numbers(this.#words.culture, 2);
    this.#announcer = new Announcer({ ...this.#words, number: value => short.format(value) });
    this.#shown = [];
    this.#rows.replaceChildren();
  }

  /**
   * Shows a run as far as it has come.
   * @param {{ series: LossSeries, progress: RunProgress, connected: boolean }} run
   * @param {number | null} accuracy on the test images, where it is known
   */
  show(run, accuracy = null) {
    const { progress } = run;
    this.#chart.draw(run);
    this.#value('epoch', progress.epoch, String(progress.epoch));
    this.#value('train-loss', progress.loss, this.#written(this.#loss, progress.loss));
    const best = accuracy ?? progress.heldOutAccuracy;
    this.#value('run-accuracy', best, this.#written(this.#percent, best));
    const status = this.#root.querySelector('[data-value=run-status]');
    status.textContent = this.#words.status[progress.status];
    status.dataset.status = progress.status;
    this.#root.querySelector('.bar .done').setAttribute('width', (progress.share * 100).toFixed(2));
    this.#addRows(progress.epochs);
    const said = this.#announcer.next(progress);
    if (said) this.#root.querySelector('[data-announcement]').textContent = said;
  }

  /** "2nd in line, about 40 s"; null: nothing. */
  say(words) {
    this.#root.querySelector('[data-progress]').textContent = words ?? '';
  }

  dispose() {
    this.#undo.abort();
    this.#chart.dispose();
  }

  #value(name, value, text) {
    const figure = this.#root.querySelector(`[data-value=${name}]`);
    figure.value = value ?? '';
    figure.textContent = text;
  }

  #written(format, value) {
    return Number.isFinite(value) ? format.format(value) : '–';
  }

  #addRows(epochs) {
    if (epochs.length === this.#shown.length) return;
    const box = this.#rows.closest('.epochs');
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
    for (const epoch of epochs.slice(this.#shown.length)) {
      this.#rows.append(this.#row(epoch, this.#shown.at(-1)));
      this.#shown.push(epoch);
    }
    if (atEnd) box.scrollTop = box.scrollHeight;
    const [first, last] = [this.#shown[0], this.#shown.at(-1)];
    this.#root.querySelector('.plot').setAttribute('aria-label',
      fill(this.#words.label, this.#shown.length, this.#loss.format(first.meanLoss), this.#loss.format(last.meanLoss)));
  }

  #row(epoch, before) {
    const change = before ? signed(this.#words.culture).format(epoch.meanLoss - before.meanLoss).replace('-', '−') : '';
    const cells = [this.#loss.format(epoch.meanLoss), change];
    const heldOut = this.#rows.closest('table').querySelectorAll('thead th').length > 4;
    if (heldOut) cells.push(this.#written(this.#loss, epoch.validationLoss), this.#written(this.#percent, epoch.validationAccuracy));
    cells.push(fill(this.#words.seconds, this.#seconds.format(epoch.seconds)));
    const row = document.createElement('tr');
    const head = Object.assign(document.createElement('th'), { scope: 'row', className: 'number', textContent: epoch.epoch });
    row.append(head, ...cells.map(text => Object.assign(document.createElement('td'), { className: 'number', textContent: text })));
    return row;
  }
}

const numbers = (culture, digits) => figures(culture, { minimumFractionDigits: digits, maximumFractionDigits: digits });

const signed = culture => figures(culture, { minimumFractionDigits: 4, maximumFractionDigits: 4, signDisplay: 'exceptZero' });
