package contract

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const updateStore = `mutation($in: UpdateStoreInput!) { updateStore(input: $in) { store { id name status description phone hours { weekday opens closes } slotRule { slotMinutes capacity cutOffMinutes }
	specialDays { date closed opens closes capacity } deliveryAreas { postcodePrefix fee { amount } freeAbove { amount } } } userErrors { code message field } } }`

// seoul is the stores' own calendar.
var seoul = time.FixedZone("KST", 9*60*60)

// day is so many days from today on in the stores' own calendar.
func day(n int) string { return time.Now().In(seoul).AddDate(0, 0, n).Format(time.DateOnly) }

// slot finds one of a store with room for a few orders, as far as its rule allows, from tomorrow on, skipping so many.
func (s shop) slot(t *testing.T, method string, skip int) string {
	t.Helper()
	for n := 1; n < 10; n++ {
		r := s.seller.must(t, `query($id: ID, $method: FulfilmentMethod!, $date: Date!) { store(id: $id) { slotRule { capacity } slots(method: $method, date: $date) { id remaining } } }`,
			object{"id": s.id, "method": method, "date": day(n)})
		for i := range r.list("store.slots") {
			if at := fmt.Sprint("store.slots.", i); r.num(at+".remaining") >= min(5, r.num("store.slotRule.capacity")) {
				if skip--; skip < 0 {
					return r.str(at + ".id")
				}
			}
		}
	}
	t.Fatalf("%s has no free slot", s.id)
	return ""
}

// remaining is how many places a slot of the store has left.
func (s shop) remaining(t *testing.T, method, slotID string) int {
	t.Helper()
	for n := 1; n < 10; n++ {
		r := s.seller.must(t, `query($id: ID, $method: FulfilmentMethod!, $date: Date!) { store(id: $id) { slots(method: $method, date: $date) { id remaining } } }`,
			object{"id": s.id, "method": method, "date": day(n)})
		for i, id := range r.strs("store.slots", "id") {
			if id == slotID {
				return r.num(fmt.Sprint("store.slots.", i, ".remaining"))
			}
		}
	}
	t.Fatalf("%s has no slot %s", s.id, slotID)
	return 0
}

func stores(t *testing.T, w world) {
	guest := w.guest()
	r := guest.must(t, `{ stores(first: 100) { totalCount pageInfo { hasNextPage } nodes { id slug name description phone address { postcode line1 line2 } location { latitude longitude }
		status hours { weekday opens closes } slotRule { slotMinutes capacity cutOffMinutes } deliveryAreas { postcodePrefix fee { amount } freeAbove { amount } }
		averageRating followerCount followedByMe sellers { id } specialDays { date } } } }`, nil)
	r.is("stores.totalCount", 12)
	for i, id := range r.strs("stores.nodes", "id") {
		if !strings.HasPrefix(id, "str_") || r.at(fmt.Sprint("stores.nodes.", i, ".sellers")) != nil {
			t.Errorf("%v", r.list("stores.nodes")[i])
		}
	}
	r = guest.must(t, `{ a: store(slug: "moonlight-flowers") { id name products(first: 3, sort: PRICE_ASC) { totalCount nodes { id store { id } } } } b: store(id: "str_01SEED00000000000000000001") { slug }
		none: store(slug: "no-such-store") { id } }`, nil)
	r.is("a.id", "str_01SEED00000000000000000001")
	r.is("b.slug", "moonlight-flowers")
	r.is("none", nil)
	r.is("a.products.nodes.0.store.id", "str_01SEED00000000000000000001")
	guest.fails(t, `{ store { id } }`, nil, "BAD_USER_INPUT")

	r = guest.must(t, `{ stores(filter: {near: {latitude: 37.5463, longitude: 127.0422}, withinMetres: 5000}) { totalCount edges { distanceMetres node { id } } } }`, nil)
	r.is("stores.edges.0.node.id", "str_01SEED00000000000000000001")
	if last := 0; true {
		for i := range r.list("stores.edges") {
			if d := r.num(fmt.Sprint("stores.edges.", i, ".distanceMetres")); d > 5000 || d < last {
				t.Errorf("%d metres after %d", d, last)
			} else {
				last = d
			}
		}
	}
	r = guest.must(t, `{ stores(filter: {deliversTo: "63036"}) { nodes { id } } }`, nil)
	if ids := r.strs("stores.nodes", "id"); len(ids) == 0 || ids[0] < "str_01SEED00000000000000000011" {
		t.Errorf("%v deliver to Jeju", ids)
	}
	guest.must(t, `{ stores(filter: {deliversTo: "99999"}) { totalCount } }`, nil).is("stores.totalCount", 0)
	guest.fails(t, `{ stores(filter: {near: {latitude: 1000, longitude: 127}}) { totalCount } }`, nil, "BAD_USER_INPUT")
	guest.fails(t, `{ stores(filter: {near: {latitude: 37, longitude: 127}, withinMetres: -5}) { totalCount } }`, nil, "BAD_USER_INPUT")

	me := w.newMember(t)
	follow := `mutation($id: ID!) { followStore(storeId: $id) { store { id followedByMe followerCount } userErrors { code message field } } }`
	unfollow := `mutation($id: ID!) { unfollowStore(storeId: $id) { store { id followedByMe followerCount } userErrors { code message field } } }`
	id := "str_01SEED00000000000000000003"
	before := me.must(t, `query($id: ID) { store(id: $id) { followerCount } }`, object{"id": id}).num("store.followerCount")
	for range 2 {
		r = me.done(t, follow, object{"id": id})
		r.is("followStore.store.followedByMe", true)
		r.is("followStore.store.followerCount", before+1)
	}
	for range 2 {
		r = me.done(t, unfollow, object{"id": id})
		r.is("unfollowStore.store.followedByMe", false)
		r.is("unfollowStore.store.followerCount", before)
	}
	me.refused(t, follow, object{"id": "str_unknown"}, "NOT_FOUND")
	me.refused(t, unfollow, object{"id": "str_unknown"}, "NOT_FOUND")

	mine := w.shop(t, 4)
	mine.seller.must(t, `{ myStores { id } }`, nil).is("myStores", list{object{"id": mine.id}})
	me.must(t, `{ myStores { id } }`, nil).is("myStores", list{})
}

func slots(t *testing.T, w world) {
	query := `query($id: ID, $method: FulfilmentMethod!, $date: Date!) { store(id: $id) { slotRule { slotMinutes capacity } slots(method: $method, date: $date) { id method start end remaining } } }`
	id := w.shop(t, 1).id
	r := w.guest().must(t, query, object{"id": id, "method": "DELIVERY", "date": day(1)})
	if len(r.list("store.slots")) == 0 {
		t.Fatal("no slots tomorrow")
	}
	var last time.Time
	for i := range r.list("store.slots") {
		at := fmt.Sprint("store.slots.", i, ".")
		start, end := r.timeAt(at+"start"), r.timeAt(at+"end")
		if start.Before(last) || end.Sub(start) != time.Duration(r.num("store.slotRule.slotMinutes"))*time.Minute || start.In(seoul).Format(time.DateOnly) != day(1) {
			t.Errorf("from %v to %v", start, end)
		}
		if n := r.num(at + "remaining"); n < 0 || n > r.num("store.slotRule.capacity") {
			t.Errorf("%d remaining", n)
		}
		r.is(at+"method", "DELIVERY")
		last = start
	}
	for name, date := range map[string]string{"the past": day(-3), "far away": day(4000)} {
		if n := len(w.guest().must(t, query, object{"id": id, "method": "PICKUP", "date": date}).list("store.slots")); n != 0 {
			t.Errorf("%d slots in %s", n, name)
		}
	}
}

func deliveryQuotes(t *testing.T, w world) {
	query := `query($id: ID, $postcode: String!, $date: Date!) { store(id: $id) { deliveryQuote(postcode: $postcode, date: $date) { deliverable fee { amount } reason } } }`
	id := "str_01SEED00000000000000000012"
	r := w.guest().must(t, query, object{"id": id, "postcode": "63592", "date": day(2)})
	r.is("store.deliveryQuote.deliverable", true)
	r.is("store.deliveryQuote.fee.amount", 4000)
	for name, variables := range map[string]object{
		"elsewhere":      {"id": id, "postcode": "04769", "date": day(2)},
		"the past":       {"id": id, "postcode": "63592", "date": day(-1)},
		"not a postcode": {"id": id, "postcode": "' OR 1=1", "date": day(2)},
		"no postcode":    {"id": id, "postcode": "", "date": day(2)},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.guest().must(t, query, variables)
			r.is("store.deliveryQuote.deliverable", false)
			if r.str("store.deliveryQuote.reason") == "" {
				t.Error("no reason is given")
			}
		})
	}
}

func aStoreIsChanged(t *testing.T, w world) {
	s := w.shop(t, 9)
	r := s.seller.done(t, updateStore, object{"in": object{"id": s.id, "description": "바다 옆 온실이에요.", "slotRule": object{"slotMinutes": 30, "capacity": 5, "cutOffMinutes": 60},
		"hours":         list{object{"weekday": 1, "opens": "09:00", "closes": "12:00"}, object{"weekday": 1, "opens": "13:00", "closes": "18:00"}, object{"weekday": 2, "opens": "09:00", "closes": "18:00"}, object{"weekday": 3, "opens": "09:00", "closes": "18:00"}, object{"weekday": 4, "opens": "09:00", "closes": "18:00"}, object{"weekday": 5, "opens": "09:00", "closes": "18:00"}, object{"weekday": 6, "opens": "09:00", "closes": "18:00"}, object{"weekday": 7, "opens": "09:00", "closes": "18:00"}},
		"specialDays":   list{object{"date": day(3), "closed": true}, object{"date": day(4), "closed": false, "opens": "10:00", "closes": "11:00", "capacity": 2}},
		"deliveryAreas": list{object{"postcodePrefix": "48", "fee": 3500, "freeAbove": 50000}}}})
	r.is("updateStore.store.slotRule.capacity", 5)
	r.is("updateStore.store.deliveryAreas", list{object{"postcodePrefix": "48", "fee": object{"amount": 3500}, "freeAbove": object{"amount": 50000}}})
	open := func(n int) int {
		return len(w.guest().must(t, `query($id: ID, $date: Date!) { store(id: $id) { slots(method: PICKUP, date: $date) { id } } }`, object{"id": s.id, "date": day(n)}).list("store.slots"))
	}
	if open(3) != 0 || open(4) != 2 || open(5) == 0 {
		t.Errorf("%d slots on a closed day, %d on a short one, %d on another", open(3), open(4), open(5))
	}
	q := w.guest().must(t, `query($id: ID, $date: Date!) { store(id: $id) { deliveryQuote(postcode: "48000", date: $date) { deliverable reason } specialDays(from: $date, to: $date) { date closed } } }`,
		object{"id": s.id, "date": day(3)})
	q.is("store.deliveryQuote.deliverable", false)
	q.is("store.specialDays", list{object{"date": day(3), "closed": true}})
	// Those of the days that are named are replaced, the others stay.
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "specialDays": list{object{"date": day(3), "closed": false, "opens": "09:00", "closes": "10:00"}}}})
	if open(3) != 2 || open(4) != 2 {
		t.Errorf("%d slots and %d", open(3), open(4))
	}
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": true}}).is("updateStore.store.status", "PAUSED")
	if open(5) != 0 {
		t.Error("a paused store offers slots")
	}
	s.seller.done(t, updateStore, object{"in": object{"id": s.id, "paused": false}}).is("updateStore.store.status", "OPEN")
}

func storeChangesThatAreRefused(t *testing.T, w world) {
	s := w.shop(t, 8)
	all := `query($id: ID) { store(id: $id) { name description phone status hours { weekday opens closes } slotRule { slotMinutes capacity cutOffMinutes } specialDays { date } deliveryAreas { postcodePrefix fee { amount } freeAbove { amount } } } }`
	before := s.seller.must(t, all, object{"id": s.id}).text
	for name, test := range map[string]struct {
		code string
		in   object
	}{
		"overlapping hours":       {"OVERLAPPING_HOURS", object{"hours": list{object{"weekday": 1, "opens": "09:00", "closes": "12:00"}, object{"weekday": 1, "opens": "11:00", "closes": "18:00"}}}},
		"weekday 0":               {"INVALID", object{"hours": list{object{"weekday": 0, "opens": "09:00", "closes": "12:00"}}}},
		"weekday 8":               {"INVALID", object{"hours": list{object{"weekday": 8, "opens": "09:00", "closes": "12:00"}}}},
		"closes before it opens":  {"INVALID", object{"hours": list{object{"weekday": 1, "opens": "12:00", "closes": "09:00"}}}},
		"25 o'clock":              {"INVALID", object{"hours": list{object{"weekday": 1, "opens": "09:00", "closes": "25:00"}}}},
		"no clock time":           {"INVALID", object{"hours": list{object{"weekday": 1, "opens": "nine", "closes": "five"}}}},
		"no capacity":             {"INVALID", object{"slotRule": object{"slotMinutes": 60, "capacity": -1, "cutOffMinutes": 60}}},
		"slots of no length":      {"INVALID", object{"slotRule": object{"slotMinutes": 0, "capacity": 5, "cutOffMinutes": 60}}},
		"negative slots":          {"INVALID", object{"slotRule": object{"slotMinutes": -60, "capacity": 5, "cutOffMinutes": 60}}},
		"a negative cut-off":      {"INVALID", object{"slotRule": object{"slotMinutes": 60, "capacity": 5, "cutOffMinutes": -1}}},
		"an absurd capacity":      {"INVALID", object{"slotRule": object{"slotMinutes": 60, "capacity": 2_000_000_000, "cutOffMinutes": 60}}},
		"a negative fee":          {"INVALID", object{"deliveryAreas": list{object{"postcodePrefix": "48", "fee": -1}}}},
		"a postcode of letters":   {"INVALID", object{"deliveryAreas": list{object{"postcodePrefix": "abc", "fee": 1}}}},
		"the same area twice":     {"INVALID", object{"deliveryAreas": list{object{"postcodePrefix": "48", "fee": 1}, object{"postcodePrefix": "48", "fee": 2}}}},
		"an open day, no hours":   {"INVALID", object{"specialDays": list{object{"date": day(3), "closed": false, "opens": "09:00"}}}},
		"a day's capacity":        {"INVALID", object{"specialDays": list{object{"date": day(3), "closed": false, "opens": "09:00", "closes": "12:00", "capacity": -5}}}},
		"no name":                 {"INVALID", object{"name": ""}},
		"a huge name":             {"INVALID", object{"name": strings.Repeat("꽃", 5000)}},
		"a phone that is no such": {"INVALID", object{"phone": "call me"}},
	} {
		t.Run(name, func(t *testing.T) {
			s.seller.refused(t, updateStore, object{"in": with(object{"id": s.id}, test.in)}, test.code)
		})
	}
	s.seller.unkept(t, updateStore, object{"in": object{"id": s.id, "description": "a\x00b"}})
	s.seller.refused(t, updateStore, object{"in": object{"id": "str_unknown", "name": "x"}}, "NOT_FOUND")
	s.seller.refused(t, updateStore, object{"in": object{"id": "str_01SEED00000000000000000001", "name": "x"}}, "NOT_FOUND")
	if after := s.seller.must(t, all, object{"id": s.id}).text; after != before {
		t.Errorf("what was refused changed something:\n%s\n%s", before, after)
	}
}
