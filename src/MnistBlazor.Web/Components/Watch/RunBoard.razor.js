import { create as createChart } from '../Charts/LossChart.razor.js';
import { Announcer } from '../../js/announcer.js';
import { figures } from '../../js/figures.js';
import { RunProgress } from '../../js/run-progress.js';
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
  #plot;
  #shown = [];
  #loss;
  #percent;
  #seconds;

  constructor(root) {
    this.#root = root;
    this.#words = JSON.parse(root.dataset.words);
    this.#rows = root.querySelector('.epochs tbody');
    this.#plot = root.querySelector('.plot');
    this.#loss = numbers(this.#words.culture, 4);
    this.#seconds = numbers(this.#words.culture, 2);
    this.#percent = new Intl.NumberFormat(this.#words.culture, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.#chart = createChart(this.#plot, this.#words.chart);
    root.querySelector('.log input')
      .addEventListener('change', event => this.#chart.setLog(event.target.checked), { signal: this.#undo.signal });
    this.#begin();
  }

  /** Before another run is shown. */
  clear() {
    this.#chart.clear();
    this.startOver();
    this.#showFigures(new RunProgress(), null);
  }

  /** Before the same run is shown from its beginning. */
  startOver() {
    this.#begin();
    this.#rows.replaceChildren();
    this.#plot.setAttribute('aria-label', this.#words.empty);
  }

  /**
   * Shows a run as far as it has come.
   * @param {{ series: LossSeries, progress: RunProgress, connected: boolean }} run
   * @param {number | null} accuracy on the test images, where it is known
   */
  show(run, accuracy = null) {
    const { progress } = run;
    this.#chart.draw(run);
    this.#showFigures(progress, accuracy ?? progress.heldOutAccuracy);
    this.#addRows(progress.epochs);
    const said = this.#announcer.next(progress);
    if (said) this.#root.querySelector('[data-announcement]').textContent = said;
  }

  /** Shows the run before, pale behind. */
  showPrevious(run) {
    this.#chart.drawPrevious(run);
  }

  /** "2nd in line, about 40 s"; null: nothing. */
  say(words) {
    this.#root.querySelector('[data-progress]').textContent = words ?? '';
  }

  dispose() {
    this.#undo.abort();
    this.#chart.dispose();
  }

  #begin() {
    const short = numbers(this.#words.culture, 2);
    this.#announcer = new Announcer({ ...this.#words, number: value => short.format(value) });
    this.#shown = [];
  }

  /** Those that the server leaves to this board: fewer in a lesson, whose page tells of the run itself. */
  #showFigures(progress, accuracy) {
    this.#value('epoch', progress.epoch, String(progress.epoch));
    this.#value('train-loss', progress.loss, this.#written(this.#loss, progress.loss));
    this.#value('run-accuracy', accuracy, this.#written(this.#percent, accuracy));
    this.#value('per-epoch', progress.secondsPerEpoch, this.#duration(progress.secondsPerEpoch));
    this.#root.querySelector('.bar .done')?.setAttribute('width', (progress.share * 100).toFixed(2));
    const status = this.#root.querySelector('[data-value=run-status]');
    if (!status) return;
    status.textContent = this.#words.status[progress.status];
    status.dataset.status = progress.status;
  }

  #value(name, value, text) {
    const figure = this.#root.querySelector(`[data-measured][data-value=${name}]`);
    if (!figure) return;
    figure.value = value ?? '';
    figure.textContent = text;
  }

  #duration(seconds) {
    return Number.isFinite(seconds) ? fill(this.#words.seconds, this.#seconds.format(seconds)) : '–';
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
    this.#plot.setAttribute('aria-label',
      fill(this.#words.label, this.#shown.length, this.#loss.format(first.meanLoss), this.#loss.format(last.meanLoss)));
  }

  #row(epoch, before) {
    const change = before ? signed(this.#words.culture).format(epoch.meanLoss - before.meanLoss).replace('-', '−') : '';
    const cells = [this.#loss.format(epoch.meanLoss), change];
    const heldOut = this.#rows.closest('table').querySelectorAll('thead th').length > 4;
    if (heldOut) cells.push(this.#written(this.#loss, epoch.validationLoss), this.#written(this.#percent, epoch.validationAccuracy));
    cells.push(this.#duration(epoch.seconds));
    const row = document.createElement('tr');
    const head = Object.assign(document.createElement('th'), { scope: 'row', className: 'number', textContent: epoch.epoch });
    row.append(head, ...cells.map(text => Object.assign(document.createElement('td'), { className: 'number', textContent: text })));
    return row;
  }
}

const numbers = (culture, digits) => figures(culture, { minimumFractionDigits: digits, maximumFractionDigits: digits });

const signed = culture => figures(culture, { minimumFractionDigits: 4, maximumFractionDigits: 4, signDisplay: 'exceptZero' });
