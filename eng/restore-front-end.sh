#!/usr/bin/env bash
# Installs the npm packages of eng/npm and puts what the app serves into wwwroot/lib (not committed). The build calls this by
# itself when wwwroot/lib is missing or older than the list of packages or of the parts of ECharts; nothing is fetched from
# elsewhere while the app runs.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
modules="$root/eng/npm/node_modules"
lib="$root/wwwroot/lib"

if ! command -v npm >/dev/null; then
  echo "npm is missing: install Node.js 20 or later (Debian: apt-get install nodejs npm) and build again." >&2
  exit 1
fi
npm ci --prefix "$root/eng/npm" --ignore-scripts --no-audit --no-fund --loglevel=error

# Filled beside its final place and moved there at the end: a half-copied folder is never served.
fresh="$root/wwwroot/.lib-$$"
trap 'rm -rf "$fresh"' EXIT
take() { # take PACKAGE FOLDER FILE...: copies the files, keeping only their names, and the package's licence beside them
  local package="$modules/$1" folder="$fresh/$2"
  mkdir -p "$folder"
  find "$package" -maxdepth 2 -type f -iname 'license*' -exec cp {} "$fresh/${2%%/*}/" \;
  shift 2
  for file in "$@"; do cp "$package"/$file "$folder/"; done
}
take @microsoft/signalr signalr dist/browser/signalr.min.js
take echarts echarts NOTICE
cp "$modules/zrender/LICENSE" "$fresh/echarts/LICENSE-zrender"
"$modules/.bin/esbuild" "$root/eng/npm/echarts.js" --bundle --minify --format=esm --legal-comments=none --log-level=warning \
  --banner:js="/*! The parts of Apache ECharts in use, and zrender: see LICENSE and NOTICE. */" \
  --outfile="$fresh/echarts/echarts.min.js"
for package in umap-js ml-levenberg-marquardt ml-matrix ml-array-rescale ml-array-max ml-array-min is-any-array; do
  mkdir -p "$fresh/umap"
  cp "$modules/$package/LICENSE" "$fresh/umap/LICENSE-$package"
done
"$modules/.bin/esbuild" "$root/eng/npm/umap.js" --bundle --minify --format=esm --legal-comments=none --log-level=warning \
  --banner:js="/*! umap-js and the packages of mljs that it uses: see the LICENSE files. */" --outfile="$fresh/umap/umap.min.js"
take @highlightjs/cdn-assets highlight es/core.min.js es/languages/csharp.min.js es/languages/python.min.js
take katex katex dist/katex.min.js dist/katex.min.css
take katex katex/fonts 'dist/fonts/*.woff2'
take pretendard pretendard dist/web/variable/pretendardvariable-dynamic-subset.css
take pretendard pretendard/woff2-dynamic-subset 'dist/web/variable/woff2-dynamic-subset/*.woff2'

# Newer than package-lock.json, this script, echarts.js and umap.js: by this the build knows that nothing has to be done.
node -p "Object.entries(require('$root/eng/npm/package.json').dependencies).map(d => d.join(' ')).join('\n')" > "$fresh/versions.txt"
rm -rf "$lib"
mv "$fresh" "$lib"
