// Package dev holds what concerns the whole repository: that its packages depend on each other only as the
// house allows, and under which licences it uses what others made.
package dev

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The paths below are short: a package of this module is ~/sagas/saga, any other one keeps its own.
const module = "github.com/blooming-blooms/bloom"

// listed is a package as `go list -json` prints it.
type listed struct {
	ImportPath, Name string
	Imports          []string // of its own files
	Deps             []string // and of theirs, all the way
}

// rule is about a package and one that it depends on.
type rule struct {
	says string
	// direct is for a rule about a package's own imports only.
	direct bool
	// outside is for a rule about packages that reach the outside, by a driver or by HTTP.
	outside bool
	broken  func(pkg, on string) bool
}

var rules = []rule{
	{
		// internal/fulfilment is domain too: the rules that store, order and product have in common.
		says: "domain imports only the standard library, schema, internal/fault and internal/fulfilment",
		broken: func(pkg, on string) bool {
			from, layer := place(pkg)
			to, other := place(on)
			return layer == "domain" && !standard(on) && !strings.HasPrefix(on, "~/schema/") &&
				on != "~/internal/fault" && on != "~/internal/fulfilment" && (from != to || other != "domain")
		},
	},
	{
		says:    "app imports no adapter",
		outside: true,
		broken: func(pkg, on string) bool {
			from, layer := place(pkg)
			to, other := place(on)
			return layer == "app" && from == to && other != "app" && other != "domain"
		},
	},
	{
		says: "router and subgraphs do not import each other",
		broken: func(pkg, on string) bool {
			return process(pkg) != "" && process(on) != "" && process(pkg) != process(on)
		},
	},
	{
		says:   "sagas import no service",
		broken: func(pkg, on string) bool { return strings.HasPrefix(pkg, "~/sagas/") && process(on) != "" },
	},
	{
		says: "internal and schema do not import what stands on them",
		broken: func(pkg, on string) bool {
			return (strings.HasPrefix(pkg, "~/internal/") || strings.HasPrefix(pkg, "~/schema/")) && process(on) != ""
		},
	},
	{
		says:   "nothing that is shipped imports deploy/dev",
		broken: func(_, on string) bool { return strings.HasPrefix(on, "~/deploy/dev/") },
	},
	{
		says:   "only cmd reads the environment",
		direct: true,
		broken: func(pkg, on string) bool { return on == "~/internal/env" && !strings.Contains(pkg, "/cmd/") },
	},
	{
		says:   "servers for tests are for tests",
		broken: func(_, on string) bool { return on == "~/internal/testenv" },
	},
}

// unnamed are names that say nothing about a package.
var unnamed = []string{"util", "utils", "common", "helper", "helpers", "types"}

// place is the service that a package is in, and the layer of it: ~/subgraphs/order, domain.
func place(pkg string) (service, layer string) {
	service, inside, ok := strings.Cut(pkg, "/internal/")
	if !ok || process(pkg) == "" {
		return "", ""
	}
	layer, _, _ = strings.Cut(inside, "/")
	return service, layer
}

// process is the folder of the process that a package belongs to; empty: none.
func process(pkg string) string {
	switch parts := strings.Split(pkg, "/"); {
	case parts[0] != "~" || len(parts) < 2:
		return ""
	case parts[1] == "subgraphs" && len(parts) > 2:
		return strings.Join(parts[:3], "/")
	case parts[1] == "router", parts[1] == "notifier":
		return strings.Join(parts[:2], "/")
	}
	return ""
}

// standard tells whether a package is of the standard library: the path of any other begins with a host.
func standard(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return first != "~" && !strings.Contains(first, ".")
}

func short(pkg string) string {
	if rest, own := strings.CutPrefix(pkg, module+"/"); own {
		return "~/" + rest
	}
	return pkg
}

// reaches tells whether a package depends on a driver of any kind, so on something of another module, or on HTTP.
func reaches(p listed) bool {
	return slices.ContainsFunc(p.Deps, func(on string) bool {
		on = short(on)
		return on == "net/http" || on == "database/sql" || !standard(on) && !strings.HasPrefix(on, "~/") && !strings.HasPrefix(on, "golang.org/x/")
	})
}

// violations are the rules that the packages break.
func violations(packages []listed) []string {
	var found []string
	outside := map[string]bool{}
	for _, p := range packages {
		outside[short(p.ImportPath)] = reaches(p)
	}
	for _, p := range packages {
		if slices.Contains(unnamed, p.Name) {
			found = append(found, fmt.Sprintf("%s: a package is not called %s", p.ImportPath, p.Name))
		}
		for _, r := range rules {
			dependencies := p.Deps
			if r.direct {
				dependencies = p.Imports
			}
			for _, on := range dependencies {
				if r.broken(short(p.ImportPath), short(on)) && (!r.outside || outside[short(on)]) {
					found = append(found, fmt.Sprintf("%s depends on %s: %s", short(p.ImportPath), short(on), r.says))
				}
			}
		}
	}
	return found
}

func TestLayout(t *testing.T) {
	list := exec.Command("go", "list", "-json=ImportPath,Name,Imports,Deps", "./...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for reader := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := reader.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < 10 {
		t.Fatalf("go list gave %d packages", len(packages))
	}
	for _, v := range violations(packages) {
		t.Error(v)
	}
}

// Each rule notices what it is there for, and leaves alone what is allowed.
func TestLayoutNotices(t *testing.T) {
	const order = module + "/subgraphs/order"
	for _, c := range []struct {
		pkg, on string
		broken  bool
	}{
		{order + "/internal/domain", "github.com/jackc/pgx/v5", true},
		{order + "/internal/domain", module + "/sagas/checkout", true},
		{order + "/internal/domain", order + "/internal/app", true},
		{order + "/internal/domain", "internal/abi", false},
		{order + "/internal/domain", module + "/schema/money", false},
		{order + "/internal/domain", module + "/internal/fault", false},
		{order + "/internal/domain", module + "/internal/fulfilment", false},
		{order + "/internal/domain/quote", order + "/internal/domain", false},
		{order + "/internal/app", order + "/internal/postgres", true},
		{order + "/internal/app", order + "/internal/domain", false},
		{order + "/internal/app", order + "/internal/arithmetic", false},
		{order + "/internal/app", module + "/sagas/checkout", false},
		{order + "/internal/postgres", order + "/internal/app", false},
		{order, order + "/internal/postgres", false},
		{order, module + "/subgraphs/store", true},
		{module + "/router", order, true},
		{module + "/notifier", module + "/router", true},
		{module + "/sagas/checkout", order, true},
		{module + "/internal/gql", order, true},
		{order, module + "/deploy/dev/kafka", true},
		{order, module + "/internal/env", true},
		{order + "/cmd/order", module + "/internal/env", false},
		{order, module + "/internal/testenv", true},
	} {
		got := violations([]listed{
			{ImportPath: c.pkg, Imports: []string{c.on}, Deps: []string{c.on}},
			{ImportPath: order + "/internal/postgres", Deps: []string{"github.com/jackc/pgx/v5"}},
		})
		if (len(got) > 0) != c.broken {
			t.Errorf("%s on %s: %v", short(c.pkg), short(c.on), got)
		}
	}
	if got := violations([]listed{{ImportPath: order + "/internal/util", Name: "util"}}); len(got) != 1 {
		t.Errorf("a package called util: %v", got)
	}
}
