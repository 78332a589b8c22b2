// Command gen makes all generated code of the graph: the GraphQL server of every subgraph from the one
// gqlgen.yml at the repository's root, then schema/supergraph.graphql, which the router loads, and
// schema/composed.graphql, the API schema that clients see.
//
// It must not import generated code: that code may not compile while it is being made.
//
//	go run ./schema/gen                 everything
//	go run ./schema/gen product order   the servers of these two; then compose
//	go run ./schema/gen compose         only compose
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
)

// subgraphs in the order in which they are composed; each has a folder of its own in schema/.
var subgraphs = []string{"account", "product", "order", "store", "subscription", "gift", "notifier"}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(only []string) error {
	if len(only) == 0 {
		only = subgraphs
	}
	template, err := os.ReadFile("gqlgen.yml")
	if err != nil {
		return fmt.Errorf("run it at the root of the repository: %w", err)
	}
	for _, name := range only {
		if name == "compose" {
			continue
		}
		if !slices.Contains(subgraphs, name) {
			return fmt.Errorf("there is no subgraph %q", name)
		}
		if err := server(name, string(template)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return compose()
}

// server generates the GraphQL server of one subgraph.
func server(subgraph, template string) error {
	cfg, err := config.ReadConfig(strings.NewReader(os.Expand(template, func(key string) string {
		switch key {
		case "SUBGRAPH":
			return subgraph
		case "SERVICE":
			return serviceFolder(subgraph)
		}
		return "${" + key + "}"
	})))
	if err != nil {
		return err
	}
	// An autobind of a package without Go files is an error in gqlgen; a new subgraph starts without a domain.
	cfg.AutoBind = slices.DeleteFunc(cfg.AutoBind, func(pkg string) bool {
		_, own, ok := strings.Cut(pkg, "/bloom/")
		files, _ := filepath.Glob(filepath.Join(own, "*.go"))
		return ok && len(files) == 0
	})
	// What one subgraph says of a type need not exist in another.
	for name := range cfg.Models {
		if only, rest, ok := strings.Cut(name, ":"); ok {
			if only == subgraph {
				cfg.Models[rest] = cfg.Models[name]
			}
			delete(cfg.Models, name)
		}
	}
	return api.Generate(cfg)
}

// serviceFolder is where a subgraph's service lives; notifier is one by nature and stands apart.
func serviceFolder(subgraph string) string {
	if subgraph == "notifier" {
		return "notifier"
	}
	return "subgraphs/" + subgraph
}
