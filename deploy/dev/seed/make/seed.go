package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

// member, store, product and contract are the records of the data files; the README of the seed says what
// each field means.
type member struct {
	ID            string    `json:"id"`
	Name          string    `json:"name"`
	Email         string    `json:"email"`
	Password      string    `json:"password"`
	Phone         string    `json:"phone"`
	PhoneVerified bool      `json:"phoneVerified"`
	Roles         []string  `json:"roles"`
	Locale        string    `json:"locale"`
	Addresses     []address `json:"addresses"`
	DaysAgo       int       `json:"daysAgo"`
}

type address struct {
	ID        string `json:"id,omitempty"`
	Label     string `json:"label,omitempty"`
	Recipient string `json:"recipient"`
	Phone     string `json:"phone"`
	Postcode  string `json:"postcode"`
	Line1     string `json:"line1"`
	Line2     string `json:"line2"`
	IsDefault bool   `json:"isDefault,omitempty"`
}

type hours struct {
	Weekday int    `json:"weekday"`
	Opens   string `json:"opens"`
	Closes  string `json:"closes"`
}

type area struct {
	PostcodePrefix string `json:"postcodePrefix"`
	Fee            int    `json:"fee"`
	FreeAbove      int    `json:"freeAbove"`
}

type store struct {
	ID            string   `json:"id"`
	Slug          string   `json:"slug"`
	Name          string   `json:"name"`
	Description   string   `json:"description"`
	Phone         string   `json:"phone"`
	Postcode      string   `json:"postcode"`
	Line1         string   `json:"line1"`
	Line2         string   `json:"line2"`
	Latitude      float64  `json:"latitude"`
	Longitude     float64  `json:"longitude"`
	Sellers       []string `json:"sellers"`
	Hours         []hours  `json:"hours"`
	SlotMinutes   int      `json:"slotMinutes"`
	Capacity      int      `json:"capacity"`
	CutOffMinutes int      `json:"cutOffMinutes"`
	Areas         []area   `json:"areas"`
	Followers     []string `json:"followers"`
	DaysAgo       int      `json:"daysAgo"`
}

type product struct {
	ID                     string   `json:"id"`
	StoreID                string   `json:"storeId"`
	Kind                   string   `json:"kind"`
	Name                   string   `json:"name"`
	Description            string   `json:"description"`
	Price                  int      `json:"price"`
	Status                 string   `json:"status"`
	Stock                  int      `json:"stock"`
	FlowerIDs              []string `json:"flowerIds"`
	RepresentativeFlowerID string   `json:"representativeFlowerId"`
	CategoryID             *string  `json:"categoryId"`
	TagIDs                 []string `json:"tagIds"`
	Cadences               []string `json:"cadences"`
	FulfilmentMethods      []string `json:"fulfilmentMethods"`
	LikedBy                []string `json:"likedBy"`
	Sold                   int      `json:"sold"`
	Reviews                []review `json:"reviews"`
	DaysAgo                int      `json:"daysAgo"`

	store *store
	marks map[string]bool // what the source line says beside the rest: out, low, paused, draft, gone, new, old, loved, office
	pull  float64         // how much the product is liked, 0 to 1
}

type review struct {
	ID       string `json:"id"`
	MemberID string `json:"memberId"`
	Author   string `json:"author"`
	Rating   int    `json:"rating"`
	Body     string `json:"body"`
	DaysAgo  int    `json:"daysAgo"`
}

type contract struct {
	ID             string     `json:"id"`
	MemberID       string     `json:"memberId"`
	ProductID      string     `json:"productId"`
	Status         string     `json:"status"`
	Cadence        string     `json:"cadence"`
	Address        address    `json:"address"`
	Price          int        `json:"price"`
	StartedDaysAgo int        `json:"startedDaysAgo"`
	Deliveries     []delivery `json:"deliveries"`
}

type delivery struct {
	ID     string `json:"id"`
	InDays int    `json:"inDays"`
	Status string `json:"status"`
}

// numbered is the id of the nth of its kind: it has the form of a ULID and sorts by n.
func numbered(prefix string, n int) string { return fmt.Sprintf("%s_01SEED%020d", prefix, n) }

// named is the id of a record that people look for by eye; suffix has only Crockford characters.
func named(prefix, suffix string) string { return fmt.Sprintf("%s_01SEED%020s", prefix, suffix) }

// drawn is a source of numbers that depends on nothing but the words.
func drawn(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 20))
}
