package dev

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write deploy/licences.md anew")

const licences = "../licences.md"

// TestLicences holds the list of what we use directly, and under which licence, against what is there.
func TestLicences(t *testing.T) {
	var list bytes.Buffer
	list.WriteString("# Licences of what we use\n\nEverything that is asked for directly; what that needs in turn is in the lock files. " +
		"Written by `go test ./deploy/dev -run TestLicences -update`.\n")
	for _, part := range []struct {
		title string
		found map[string]string
	}{
		{"Go, shipped", goLicences(t, "../..")},
		{"Go, for development only (`deploy/dev`)", goLicences(t, ".")},
		{"npm, shipped with the storefront", npmLicences(t, "../../storefront", "dependencies")},
		{"npm, to build and test the storefront", npmLicences(t, "../../storefront", "devDependencies")},
		{"npm, the playground", npmLicences(t, "front/playground", "dependencies")},
		{"npm, to compose the supergraph", npmLicences(t, "../../schema/gen/compose", "dependencies")},
	} {
		fmt.Fprintf(&list, "\n## %s\n\n| what | licence |\n| --- | --- |\n", part.title)
		for _, name := range slices.Sorted(maps.Keys(part.found)) {
			fmt.Fprintf(&list, "| %s | %s |\n", name, part.found[name])
		}
	}
	if *update {
		if err := os.WriteFile(licences, list.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(licences)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, list.Bytes()) {
		t.Errorf("%s is not up to date: go test ./deploy/dev -run TestLicences -update", licences)
	}
}

// goLicences are those of the modules that the go.mod in folder asks for itself.
func goLicences(t *testing.T, folder string) map[string]string {
	t.Helper()
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	run(t, folder, &mod, "go", "mod", "edit", "-json")
	found := map[string]string{}
	for _, r := range mod.Require {
		if r.Indirect || strings.HasPrefix(r.Path, "github.com/blooming-blooms/") {
			continue
		}
		var module struct{ Dir string }
		run(t, folder, &module, "go", "list", "-m", "-json", r.Path)
		found[r.Path] = licenceIn(t, r.Path, module.Dir)
	}
	return found
}

func run(t *testing.T, folder string, into any, command ...string) {
	t.Helper()
	c := exec.Command(command[0], command[1:]...)
	c.Dir = folder
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v", command, err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%v: %v", command, err)
	}
}

// licenceIn knows a licence by a sentence of its own; one that is not known has to be read by somebody first.
func licenceIn(t *testing.T, module, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
	if err != nil || folder == "" {
		t.Fatalf("%s is not in the module cache: %v", module, err)
	}
	var all []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // a folder of that name
		}
		words := strings.Join(strings.Fields(string(text)), " ")
		for _, known := range []struct{ name, says, not string }{
			{"Apache-2.0", "Apache License Version 2.0", ""},
			{"MPL-2.0", "Mozilla Public License, version 2.0", ""},
			{"MPL-2.0", "Mozilla Public License Version 2.0", ""},
			{"MIT", "Permission is hereby granted, free of charge", ""},
			{"BSD-3-Clause", "to endorse or promote products derived from", ""},
			{"BSD-2-Clause", "Redistribution and use in source and binary forms", "to endorse or promote products derived from"},
			{"ISC", "Permission to use, copy, modify, and", ""},
		} {
			if strings.Contains(words, known.says) && (known.not == "" || !strings.Contains(words, known.not)) && !slices.Contains(all, known.name) {
				all = append(all, known.name)
			}
		}
	}
	if len(all) == 0 {
		t.Errorf("the licence of %s is not known; its files: %v", module, files)
	}
	return strings.Join(all, " AND ")
}

// npmLicences are those that the lock file names for the direct dependencies of a kind.
func npmLicences(t *testing.T, folder, kind string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct{ Packages map[string]json.RawMessage }
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	var root map[string]json.RawMessage
	if err := json.Unmarshal(lock.Packages[""], &root); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	if err := json.Unmarshal(root[kind], &names); err != nil {
		t.Fatalf("%s of %s: %v", kind, folder, err)
	}
	found := map[string]string{}
	for name := range names {
		var p struct{ License string }
		if err := json.Unmarshal(lock.Packages["node_modules/"+name], &p); err != nil || p.License == "" {
			t.Errorf("%s: no licence of %s: %v", folder, name, err)
		}
		found[name] = p.License
	}
	return found
}
