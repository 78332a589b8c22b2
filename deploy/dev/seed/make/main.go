// Command make writes the seed's data files from the hand-written texts in its source folder. It is run by
// hand, from the folder above it:
//
//	go run ./make
//
// What it adds to the texts (ids, stock, likes, who wrote a review and when) is drawn from generators seeded
// by names, so the same sources always give the same files, and a new product leaves the others as they were.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("make/source", "data"); err != nil {
		fmt.Fprintln(os.Stderr, "make the seed:", err)
		os.Exit(1)
	}
}

func run(source, data string) error {
	members, err := readMembers(filepath.Join(source, "members.txt"))
	if err != nil {
		return err
	}
	stores, err := readStores(filepath.Join(source, "stores.json"), members)
	if err != nil {
		return err
	}
	var shelves [][]*product
	for _, s := range stores {
		shelf, err := readProducts(filepath.Join(source, "products", s.Slug+".txt"), s)
		if err != nil {
			return err
		}
		shelves = append(shelves, shelf)
	}
	products := inOrderOfCreation(shelves)
	readers, err := readReviews(filepath.Join(source, "reviews"))
	if err != nil {
		return err
	}
	for _, p := range products {
		p.shape(members)
	}
	left := giveReviews(products, members, readers)
	subscriptions, err := contracts(members, products)
	if err != nil {
		return err
	}
	for name, v := range map[string]any{
		"members": members, "stores": stores, "products": products, "subscriptions": subscriptions,
	} {
		if err := write(filepath.Join(data, name+".json"), v); err != nil {
			return err
		}
	}
	reviews := 0
	for _, p := range products {
		reviews += len(p.Reviews)
	}
	fmt.Printf("%d members, %d stores, %d products, %d reviews (%d texts not used)\n",
		len(members), len(stores), len(products), reviews, left)
	return nil
}

// write leaves Korean readable: Go's default would escape nothing of it, but it escapes & and <.
func write(path string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
