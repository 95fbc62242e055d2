#!/usr/bin/env bash
# Asks the package feed, once, for the two packages that not every feed holds, and writes the answer to artifacts/feed.props,
# which Directory.Build.props imports. The build calls this by itself; delete that file to ask again.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
answer="$root/artifacts/feed.props"
torchsharp_version=$(sed -n 's/.*Include="TorchSharp-cpu" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 AskingFeed=true

# The scratch project stands outside the repository, so none of the repository's settings reach it. A missing package is
# refused at once; only a feed that does not answer takes the whole time allowed.
feed_has() {
  local folder="$scratch/$1"
  mkdir -p "$folder"
  cat > "$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><RequiresAspNetWebAssets>false</RequiresAspNetWebAssets></PropertyGroup>
  <ItemGroup><PackageDownload Include="$2" Version="[$3]" /></ItemGroup>
</Project>
XML
  timeout 300 dotnet restore "$folder/probe.csproj" --verbosity quiet >"$folder/log" 2>&1
}

torch=Libtorch
if [ -e /proc/driver/nvidia/version ]; then
  if feed_has torch-cuda TorchSharp-cuda-linux "$torchsharp_version"; then torch=TorchSharp-cuda-linux; fi
fi
if [ "$torch" = Libtorch ] && feed_has torch-cpu TorchSharp "$torchsharp_version"; then torch=TorchSharp-cpu; fi

script=RuntimePack
runtime_version=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10[^ ]*\) .*/\1/p' | sort -V | tail -n 1)
if [ -n "$runtime_version" ] && feed_has blazor Microsoft.AspNetCore.App.Internal.Assets "$runtime_version"; then script=Package; fi

mkdir -p "$root/artifacts"
cat > "$answer" <<XML
<Project>
  <PropertyGroup>
    <FeedTorchProvider>$torch</FeedTorchProvider>
    <FeedBlazorScript>$script</FeedBlazorScript>
  </PropertyGroup>
</Project>
XML
echo "Package feed asked: Torch from $torch, Blazor's script from $script (artifacts/feed.props)."
