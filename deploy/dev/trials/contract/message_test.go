package contract

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/deploy/dev/shopper"
)

const inbox = `query($unread: Boolean, $first: Int, $after: String) { me { notifications(unreadOnly: $unread, first: $first, after: $after) { unreadCount pageInfo { hasNextPage endCursor }
	nodes { id kind title body link readAt createdAt order { id status } product { id } deliveries { channel status at } } } } }`

const acknowledge = `mutation($id: ID!) { acknowledgeNotification(id: $id) { notification { id readAt } userErrors { code message field } } }`

func notifications(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 11)
	product := s.onSale(t, 5, 10000)
	newest := ""
	if before := s.seller.must(t, inbox, object{"first": 1}); len(before.list("me.notifications.nodes")) > 0 {
		newest = before.str("me.notifications.nodes.0.id")
	}
	confirmed := me.done(t, placeOrder, object{"in": s.pickup(product, s.slot(t, "PICKUP", 1))}).str("placeOrder.order.id")
	me.ended(t, confirmed)
	declined := me.rejected(t, with(s.pickup(product, s.slot(t, "PICKUP", 2)), object{"payment": pay("tok_declined")}), "PAYMENT_DECLINED").str("order.id")

	var r reply
	eventually(t, "the shopper is told of both", func() bool {
		r = me.must(t, inbox, nil)
		return len(r.list("me.notifications.nodes")) >= 2
	})
	told := map[string]string{}
	for i := range r.list("me.notifications.nodes") {
		at := fmt.Sprint("me.notifications.nodes.", i, ".")
		if !strings.HasPrefix(r.str(at+"id"), "ntf_") || r.str(at+"title") == "" || r.str(at+"body") == "" || r.at(at+"readAt") != nil {
			t.Errorf("%v", r.list("me.notifications.nodes")[i])
		}
		told[r.str(at+"kind")] = r.str(at + "order.id")
	}
	if len(told) != 2 || told["ORDER_CONFIRMED"] != confirmed || told["ORDER_REJECTED"] != declined {
		t.Errorf("%v", told)
	}
	r.is("me.notifications.unreadCount", 2)

	one := r.str("me.notifications.nodes.0.id")
	w.newMember(t).refused(t, acknowledge, object{"id": one}, "NOT_FOUND")
	me.refused(t, acknowledge, object{"id": "ntf_unknown"}, "NOT_FOUND")
	me.must(t, inbox, object{"unread": true}).is("me.notifications.unreadCount", 2)
	for range 2 {
		me.done(t, acknowledge, object{"id": one}).timeAt("acknowledgeNotification.notification.readAt")
	}
	r = me.must(t, inbox, object{"unread": true})
	r.is("me.notifications.unreadCount", 1)
	if len(r.list("me.notifications.nodes")) != 1 {
		t.Error(r.text)
	}
	r = me.must(t, inbox, object{"first": 1})
	r.is("me.notifications.pageInfo.hasNextPage", true)
	r = me.must(t, inbox, object{"first": 1, "after": r.str("me.notifications.pageInfo.endCursor")})
	r.is("me.notifications.pageInfo.hasNextPage", false)

	eventually(t, "the seller is told", func() bool {
		r := s.seller.must(t, inbox, object{"first": 100})
		n := 0
		for i := range r.list("me.notifications.nodes") {
			at := fmt.Sprint("me.notifications.nodes.", i, ".")
			if r.at(at+"kind") == "NEW_ORDER_FOR_STORE" && r.str(at+"id") > newest {
				n++
				// The order is the shopper's; a seller sees no more of it than its shipment.
				if r.at(at+"order.status") != nil {
					t.Errorf("the seller sees the order: %v", r.list("me.notifications.nodes")[i])
				}
			}
		}
		return n == 1
	})
}

func subscriptions(t *testing.T, w world) {
	minji := w.signIn(t, "minji@bloom.test")
	r := minji.must(t, `{ me { id subscriptions(first: 10) { totalCount pageInfo { hasNextPage } edges { cursor } nodes { id status cadence nextDelivery startedAt cancelledAt price { amount }
		address { recipient postcode } product { id kind name store { id } } upcoming(first: 2) { id date status order { id } } } } } }`, nil)
	if r.num("me.subscriptions.totalCount") < 1 {
		t.Fatal("minji has no subscription")
	}
	r.is("me.subscriptions.nodes.0.product.kind", "SUBSCRIPTION")
	if len(r.list("me.subscriptions.nodes.0.upcoming")) > 2 {
		t.Error("more than was asked for")
	}
	id := r.str("me.subscriptions.nodes.0.id")
	if !strings.HasPrefix(id, "sub_") {
		t.Errorf("the id of a subscription is %q", id)
	}
	query := `query($id: ID!) { subscription(id: $id) { id status } }`
	minji.must(t, query, object{"id": id}).is("subscription.id", id)
	w.newMember(t).must(t, query, object{"id": id}).is("subscription", nil)
	w.guest().must(t, query, object{"id": id}).is("subscription", nil)
	for _, first := range []int{-1, 101} {
		minji.fails(t, `query($id: ID!, $first: Int) { subscription(id: $id) { upcoming(first: $first) { id } } }`, object{"id": id, "first": first}, "BAD_USER_INPUT")
	}
}

func gifts(t *testing.T, w world) {
	guest := w.guest()
	r := guest.must(t, `{ cardDesigns { id name(locale: EN) imageUrl } }`, nil)
	if len(r.list("cardDesigns")) == 0 {
		t.Error("no card designs")
	}
	query := `query($in: LetterInput!) { suggestLetters(input: $in) { flower { id name } meanings { text colour tone } letters advice source } }`
	korean := guest.must(t, query, object{"in": object{"flowerId": "flw_rose", "recipientTagId": "tag_lover", "occasionTagId": "tag_birthday", "language": "KO"}})
	english := guest.must(t, query, object{"in": object{"flowerId": "flw_rose", "recipientTagId": "tag_lover", "occasionTagId": "tag_birthday", "language": "EN"}})
	for _, r := range []reply{korean, english} {
		r.is("suggestLetters.flower.id", "flw_rose")
		if len(r.list("suggestLetters.letters")) == 0 || len(r.list("suggestLetters.meanings")) == 0 {
			t.Error(r.text)
		}
	}
	if !hangul(korean.str("suggestLetters.letters.0")) || hangul(english.str("suggestLetters.letters.0")) {
		t.Errorf("%q and %q", korean.str("suggestLetters.letters.0"), english.str("suggestLetters.letters.0"))
	}
	guest.must(t, query, object{"in": object{"productId": seedProduct, "recipientTagId": "tag_friend", "tone": "PLAYFUL", "from": "민지", "to": "하늘"}})
	awkward := guest.must(t, query, object{"in": object{"flowerId": "flw_chrysanthemum", "colour": "white", "recipientTagId": "tag_friend", "occasionTagId": "tag_birthday"}})
	if len(awkward.list("suggestLetters.advice")) == 0 {
		t.Error("white chrysanthemums for a birthday, and no advice")
	}
	for name, in := range map[string]object{
		"unknown flower":    {"flowerId": "flw_plastic", "recipientTagId": "tag_lover"},
		"unknown recipient": {"flowerId": "flw_rose", "recipientTagId": "tag_nobody"},
		"not a recipient":   {"flowerId": "flw_rose", "recipientTagId": "tag_calm"},
		"unknown occasion":  {"flowerId": "flw_rose", "recipientTagId": "tag_lover", "occasionTagId": "tag_none"},
		"unknown product":   {"productId": "prd_unknown", "recipientTagId": "tag_lover"},
		"a huge name":       {"flowerId": "flw_rose", "recipientTagId": "tag_lover", "to": strings.Repeat("하", 50_000)},
		"no such colour":    {"flowerId": "flw_rose", "recipientTagId": "tag_lover", "colour": "transparent"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := guest.ask(t, query, object{"in": in}); len(r.errors) > 0 {
				r.failed(name, "BAD_USER_INPUT")
			} else {
				r.is("suggestLetters", nil)
			}
		})
	}
}

func hangul(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= '가' && r <= '힣' })
}

// followed gives the kinds and ids of the member's notifications over SSE, until so many have come.
func (c caller) followed(t *testing.T, after any, count int) (kinds, ids []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := shopper.New(c.url).With(c.token).Subscribe(ctx, `subscription($after: ID) { notifications(after: $after) { id kind order { id } } }`, map[string]any{"after": after},
		func(data json.RawMessage) bool {
			var event struct {
				Notifications struct{ ID, Kind string }
			}
			if err := json.Unmarshal(data, &event); err != nil {
				t.Error(err)
				return false
			}
			kinds, ids = append(kinds, event.Notifications.Kind), append(ids, event.Notifications.ID)
			return len(ids) < count
		})
	if err != nil {
		t.Errorf("after %v: %v, then %v", after, kinds, err)
	}
	return kinds, ids
}

// notificationStream: what comes while one listens, and what was missed before.
func notificationStream(t *testing.T, w world) {
	me, s := w.newMember(t), w.shop(t, 11)
	product := s.onSale(t, 9, 10000)
	order := func(token string) {
		t.Helper()
		me.ended(t, me.done(t, placeOrder, object{"in": with(s.pickup(product, s.slot(t, "PICKUP", 3)), object{"payment": pay(token)})}).str("placeOrder.order.id"))
	}
	order("tok_ok")
	var first string
	eventually(t, "the first is there", func() bool {
		r := me.must(t, inbox, nil)
		if len(r.list("me.notifications.nodes")) == 0 {
			return false
		}
		first = r.str("me.notifications.nodes.0.id")
		return true
	})
	done := make(chan []string)
	go func() {
		kinds, _ := me.followed(t, first, 2)
		done <- kinds
	}()
	order("tok_declined")
	order("tok_ok")
	if kinds := <-done; !slices.Equal(kinds, []string{"ORDER_REJECTED", "ORDER_CONFIRMED"}) {
		t.Errorf("followed %v", kinds)
	}
	// Missed, and asked for again.
	kinds, ids := me.followed(t, first, 2)
	if !slices.Equal(kinds, []string{"ORDER_REJECTED", "ORDER_CONFIRMED"}) || ids[0] <= first || ids[1] <= ids[0] {
		t.Errorf("missed %v %v after %s", kinds, ids, first)
	}
	for name, test := range map[string]struct{ token, code string }{"a guest": {"", "UNAUTHENTICATED"}, "garbage": {"garbage", "UNAUTHENTICATED"}} {
		t.Run(name, func(t *testing.T) {
			err := shopper.New(w.url).With(test.token).Subscribe(t.Context(), `subscription { notifications { id } }`, nil, func(json.RawMessage) bool { return false })
			refused, ok := err.(shopper.GraphError)
			if !ok || refused.Extensions.Code != test.code {
				t.Errorf("%v, want %s", err, test.code)
			}
		})
	}
}
