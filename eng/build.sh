# Shared by ./tenure, ./check and bench/run; sourced, with the repository's folder in $root.

# Where the programs that people run are put.
tenure_server="$root/artifacts/publish/Tenure.Server/release"
tenure_cli="$root/artifacts/publish/Tenure.Cli/release"
tenure_runtime=
if [ "$(uname -sm)" = "Linux x86_64" ]; then
  # Compiled ahead of time: the server is ready in well under two seconds. Elsewhere the same code starts a little later.
  tenure_runtime=linux-x64
  tenure_server+=_linux-x64
  tenure_cli+=_linux-x64
fi
tenure_server+=/Tenure.Server
tenure_cli+=/Tenure.Cli

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# One compiler for all projects, also where the environment asks for a new one for each, which then starts anew each time.
# There it is ended after the build, for nothing shall be left behind.
tenure_compiler=-p:UseSharedCompilation=true
end_compiler() {
  if [ "${UseSharedCompilation-}" = false ]; then dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 9>&- || true; fi
}

# Says what is missing and ends, unless a .NET 10 SDK is here.
need_sdk() {
  if ! command -v dotnet >/dev/null; then
    echo "Tenure needs the .NET 10 SDK, and there is no 'dotnet' on the PATH: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
  fi
  if ! (cd "$root" && dotnet --version 2>/dev/null) | grep -q '^10\.'; then
    echo "Tenure needs the .NET 10 SDK; here are only:" >&2
    dotnet --list-sdks >&2
    exit 1
  fi
}

# Publishes one project (a folder of src or bench) in the form that people run. Its errors are shown, its progress is not.
# Its code is looked at by the analyzers in ./check.
# The lock of build_tenure is closed for it: build nodes live on after the build.
publish() {
  local output
  if ! output=$(cd "$root" && dotnet publish "$1" --configuration Release --nologo --verbosity quiet \
      -p:RestoreLockedMode=true "$tenure_compiler" -p:RunAnalyzers=false ${tenure_runtime:+-p:TenureRuntime=$tenure_runtime} 2>&1 9>&-); then
    printf '%s\n' "$output" >&2
    return 1
  fi
}

# Whether anything that the programs are made of is newer than what was built. A folder is newer too when a file in it came or went.
build_is_due() {
  local stamp="$root/artifacts/tenure.stamp"
  [ ! -e "$stamp" ] || [ ! -x "$tenure_server" ] || [ ! -x "$tenure_cli" ] ||
    [ -n "$(cd "$root" && find src Directory.Build.props Directory.Packages.props global.json .editorconfig eng/BannedSymbols.txt \
      -newer "$stamp" -print -quit)" ]
}

# Builds server and command line once when sources changed. Two callers at once: the second waits and finds it done.
build_tenure() {
  build_is_due || return 0
  need_sdk
  mkdir -p "$root/artifacts"
  (
    if command -v flock >/dev/null; then flock 9; fi
    build_is_due || exit 0
    echo "Building Tenure (once; about a minute) …" >&2
    # Taken before the build: what changes during it is built the next time.
    touch "$root/artifacts/tenure.stamp.new"
    publish src/Tenure.Server && publish src/Tenure.Cli &&
      mv "$root/artifacts/tenure.stamp.new" "$root/artifacts/tenure.stamp" || { end_compiler; exit 1; }
    end_compiler
  ) 9>"$root/artifacts/tenure.lock"
}
