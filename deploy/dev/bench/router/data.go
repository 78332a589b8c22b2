package main

import (
	"slices"
	"strconv"
)

// object is a thing as a subgraph knows it; a field that leads to others is a func() any.
type object map[string]any

type user struct {
	id, name, username string
	birthday           int
}

type product struct {
	upc, name     string
	price, weight int
	inStock       bool
}

type review struct {
	id, body    string
	author, upc int
}

// data is what the subgraphs know together, each a part of it.
type data struct {
	users    []user
	products []product
	reviews  []review
}

func fixedData() *data {
	return &data{
		users: []user{
			{"1", "Ada Lovelace", "@ada", 18151210}, {"2", "Alan Turing", "@complete", 19120623},
			{"3", "Grace Hopper", "@grace", 19061209}, {"4", "Edsger Dijkstra", "@edsger", 19300511},
			{"5", "Barbara Liskov", "@liskov", 19391107}, {"6", "Donald Knuth", "@don", 19380110},
		},
		products: []product{
			{"1", "Table", 899, 100, true}, {"2", "Couch", 1299, 1000, false}, {"3", "Glass", 15, 20, false},
			{"4", "Chair", 499, 100, false}, {"5", "TV", 1299, 1000, true},
		},
		reviews: []review{
			{"1", "Love it!", 1, 1}, {"2", "Too expensive.", 1, 2}, {"3", "Could be better.", 2, 3},
			{"4", "Prefer something else.", 2, 1}, {"5", "Sturdy, and heavier than it looks.", 3, 1},
			{"6", "The cat took it over on the first day.", 3, 2}, {"7", "One of six was broken.", 4, 3},
			{"8", "Four of them fit at the table.", 4, 4}, {"9", "Comfortable for an hour.", 5, 4},
			{"10", "A sharp picture; the remote control is slow.", 5, 5}, {"11", "Exactly what was promised.", 6, 5},
			{"12", "It wobbled until the third screw.", 1, 4}, {"13", "Came a day early.", 2, 5},
			{"14", "Thin, but it has lasted.", 6, 3}, {"15", "The legs scratch the floor.", 4, 1},
			{"16", "Would buy it again.", 3, 5}, {"17", "Softer than in the shop.", 6, 2},
			{"18", "Heavy to carry upstairs.", 5, 2}, {"19", "Fine for the price.", 1, 3},
			{"20", "The stand is missing.", 2, 5}, {"21", "Goes with everything.", 5, 4}, {"22", "My second one.", 3, 3},
		},
	}
}

// root has the fields of Query in each subgraph; arguments are given by name.
func (d *data) root(field string, arguments map[string]any) any {
	switch field {
	case "me":
		return d.account("1")
	case "user":
		id, _ := arguments["id"].(string)
		return d.account(id)
	case "users":
		return list(d.users, func(u user) any { return d.account(u.id) })
	case "topProducts":
		first := 5
		if n, ok := arguments["first"].(float64); ok {
			first = int(n)
		}
		return list(d.products[:max(0, min(first, len(d.products)))], func(p product) any { return d.offer(p.upc) })
	}
	return nil
}

// entity is what the subgraph knows of the representation's thing; nil if nothing.
func (d *data) entity(subgraph string, representation map[string]any) any {
	id, _ := representation["id"].(string)
	upc, _ := representation["upc"].(string)
	switch subgraph + "." + asText(representation["__typename"]) {
	case "accounts.User":
		return d.account(id)
	case "products.Product":
		return d.offer(upc)
	case "inventory.Product":
		return d.stock(upc, representation)
	case "reviews.Product":
		return d.reviewed(upc)
	case "reviews.User":
		return d.reviewer(id)
	case "reviews.Review":
		found := d.reviewsWhere(func(r review) bool { return r.id == id })
		if len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

func (d *data) account(id string) any {
	i := slices.IndexFunc(d.users, func(u user) bool { return u.id == id })
	if i < 0 {
		return nil
	}
	u := d.users[i]
	return object{"__typename": "User", "id": u.id, "name": u.name, "username": u.username, "birthday": u.birthday}
}

func (d *data) offer(upc string) any {
	i := slices.IndexFunc(d.products, func(p product) bool { return p.upc == upc })
	if i < 0 {
		return nil
	}
	p := d.products[i]
	return object{"__typename": "Product", "upc": p.upc, "name": p.name, "price": p.price, "weight": p.weight}
}

func (d *data) stock(upc string, representation map[string]any) any {
	i := slices.IndexFunc(d.products, func(p product) bool { return p.upc == upc })
	if i < 0 {
		return nil
	}
	return object{"__typename": "Product", "upc": upc, "inStock": d.products[i].inStock, "shippingEstimate": func() any {
		price, priced := representation["price"].(float64)
		weight, weighed := representation["weight"].(float64)
		if !priced || !weighed {
			return nil
		}
		if price > 1000 {
			return 0 // sent for free
		}
		return int(weight) / 2
	}}
}

func (d *data) reviewed(upc string) any {
	n, _ := strconv.Atoi(upc)
	return object{"__typename": "Product", "upc": upc, "reviews": func() any {
		return d.reviewsWhere(func(r review) bool { return r.upc == n })
	}}
}

func (d *data) reviewer(id string) object {
	n, _ := strconv.Atoi(id)
	out := object{"__typename": "User", "id": id, "reviews": func() any {
		return d.reviewsWhere(func(r review) bool { return r.author == n })
	}}
	if n >= 1 && n <= len(d.users) {
		out["username"] = d.users[n-1].username
	}
	return out
}

func (d *data) reviewsWhere(wanted func(review) bool) []any {
	var out []any
	for _, r := range d.reviews {
		if wanted(r) {
			out = append(out, object{
				"__typename": "Review", "id": r.id, "body": r.body,
				"product": d.reviewed(strconv.Itoa(r.upc)),
				"author":  d.reviewer(strconv.Itoa(r.author)),
			})
		}
	}
	return out
}

func list[T any](all []T, show func(T) any) []any {
	out := make([]any, len(all))
	for i, each := range all {
		out[i] = show(each)
	}
	return out
}

func asText(v any) string {
	s, _ := v.(string)
	return s
}
