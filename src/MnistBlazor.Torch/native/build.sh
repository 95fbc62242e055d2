#!/bin/sh
# Compiles the bridge to libtorch: native/build.sh OUTPUT.so [LIBTORCH]
# LIBTORCH is the folder of an unpacked libtorch (include/, lib/); without it the system's libtorch is used.
# Exit 3 means that the compiler or libtorch is not there; nothing is written then.
set -eu

output=$1
libtorch=${2:-}
sources=$(dirname "$0")

command -v g++ > /dev/null || exit 3

# libtorch 1.13 is content with C++17; later ones ask for more.
flags='-O2 -std=c++20 -fPIC -shared -fvisibility=hidden -w'
libraries='-ltorch -ltorch_cpu -lc10'
if [ -n "$libtorch" ]; then
    [ -f "$libtorch/include/torch/script.h" ] || exit 3
    set -- -isystem "$libtorch/include" -isystem "$libtorch/include/torch/csrc/api/include" -L"$libtorch/lib" -Wl,-rpath,"$libtorch/lib"
    # The older downloads were built with the old C++ ABI, and say so in their CMake files.
    if grep -qs '_GLIBCXX_USE_CXX11_ABI=0' "$libtorch/share/cmake/Torch/TorchConfig.cmake"; then
        flags="$flags -D_GLIBCXX_USE_CXX11_ABI=0"
    fi
    # CUDA registers itself when its library is loaded, so it must be linked although no symbol of it is used.
    if [ -f "$libtorch/lib/libtorch_cuda.so" ]; then
        libraries="-Wl,--no-as-needed $libraries -ltorch_cuda -lc10_cuda"
    fi
else
    [ -f /usr/include/torch/script.h ] || exit 3
    set -- -I/usr/include/torch/csrc/api/include
fi

# Compiled aside and moved: a build running at the same time sees the old library or the new one, never half of one.
mkdir -p "$(dirname "$output")"
temporary=$(mktemp "$output.XXXXXX")
trap 'rm -f "$temporary"' EXIT
# shellcheck disable=SC2086
g++ $flags "$@" "$sources"/*.cpp -o "$temporary" $libraries
chmod 755 "$temporary"
mv "$temporary" "$output"
