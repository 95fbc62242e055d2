// Every page's, whether it is alive or plain HTML.
import { sayIfBlocked } from './cookies.js';
import './local-time.js';

const SCROLL = 'scroll-kept';

sayIfBlocked(document);

// With a <base>, "#main" would be an address on the first page.
document.addEventListener('click', event => {
  if (!event.target.closest?.('.skip-link')) return;
  event.preventDefault();
  document.getElementById('main').focus();
});

// A lesson keeps its settings in the address by itself (LessonPage.razor.js), which the server's links to the other language do not know.
document.addEventListener('click', event => {
  const link = event.target.closest?.('.languages a');
  if (!link) return;
  const address = new URL(location.href);
  address.searchParams.set('culture', link.hreflang);
  link.href = address.href;
  sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, top: scrollY / document.documentElement.scrollHeight }));
}, { capture: true });

// The names of a few hundred chosen files fit into a message to the circuit; of some thousands they would end it. One more than the
// server takes is enough for it to refuse them.
const MOST_FILES = 201;
const UPLOAD = 'input[data-upload], input[data-map-file]';
document.addEventListener('change', event => {
  const input = event.target;
  if (!input.matches?.(UPLOAD)) return;
  const first = new DataTransfer();
  for (const file of [...input.files].slice(0, MOST_FILES)) first.items.add(file);
  if (!isHeard(input)) handOn(selectorOf(input), first.files);
  else if (input.files.length > MOST_FILES) input.files = first.files;
}, { capture: true });

// Files chosen before the page is alive are handed on as soon as it is, to the field that has taken the first one's place. While the
// page comes alive there may be none for a moment.
function handOn(field, files, path = location.pathname) {
  if (location.pathname !== path) return;
  const input = document.querySelector(field);
  if (!input || !isHeard(input)) {
    setTimeout(() => handOn(field, files, path), 100);
    return;
  }
  input.files = files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

// A page has one field for each kind of file.
function selectorOf(input) {
  return input.dataset.mapFile ? `input[data-map-file="${input.dataset.mapFile}"]` : 'input[data-upload]';
}

// Blazor marks the fields for files that it listens to.
function isHeard(input) {
  return input._blazorInputFileNextFileId !== undefined;
}

// The field of the page as it came is taken away when the page comes alive, perhaps while its dialog is open.
function keepHearing(input) {
  input.addEventListener('change', handOnFromTakenAway); // the same function: heard once, however often this is said
}

function handOnFromTakenAway({ currentTarget: input }) {
  if (!input.isConnected) handOn(selectorOf(input), input.files);
}

document.querySelectorAll(UPLOAD).forEach(keepHearing);

document.addEventListener('click', event => {
  if (!event.target.matches?.('input[type=file]')) return;
  event.target.value = ''; // the same file can be chosen again once it is mended
  if (event.target.matches(UPLOAD)) keepHearing(event.target);
}, { capture: true });

// The same place in the other language: as a share, since the texts differ in length.
const kept = sessionStorage.getItem(SCROLL);
if (kept) {
  sessionStorage.removeItem(SCROLL);
  const { path, top } = JSON.parse(kept);
  if (path === location.pathname && !location.hash) scrollTo(0, top * document.documentElement.scrollHeight);
}
