// UMAP as a module of its own: eng/restore-front-end.sh bundles it for wwwroot/lib/umap.
export { UMAP } from 'umap-js';
