package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/blooming-blooms/bloom/subgraphs/store/internal/app"
)

// distance is that of a store s from ($1, $2) in metres, along a great circle of a round earth: good to half
// a percent, which is enough to find a flower shop. Rounded, so that a cursor holds it exactly.
const distance = `round(2 * 6371000 * asin(least(1, sqrt(
	sin(radians(s.latitude - $1) / 2) ^ 2
	+ cos(radians($1)) * cos(radians(s.latitude)) * sin(radians(s.longitude - $2) / 2) ^ 2))))::integer`

// metresOfDegree is a degree of latitude, a little short, so that the box it draws is never too small.
const metresOfDegree = 111000.0

// Find is a page of what was searched for: the nearest first where a place was named, else the oldest.
func (r Stores) Find(ctx context.Context, q app.Search, page app.Page) ([]app.Found, error) {
	from, args := search(q)
	after := ""
	if page.After != "" {
		args = append(args, page.Metres, page.After)
		after = fmt.Sprintf("WHERE (metres, s.id) > ($%d::integer, $%d::text)", len(args)-1, len(args))
	}
	args = append(args, page.Size)
	rows, err := r.Pool.Query(ctx, fmt.Sprintf("SELECT %s, metres FROM (%s) s %s ORDER BY metres, s.id LIMIT $%d", columns, from, after, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("find stores: %w", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (app.Found, error) {
		var f app.Found
		s, err := scan(row, &f.Metres)
		f.Store = s
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("find stores: %w", err)
	}
	return found, nil
}

// Count is how many there are in all.
func (r Stores) Count(ctx context.Context, q app.Search) (int, error) {
	from, args := search(q)
	var n int
	if err := r.Pool.QueryRow(ctx, "SELECT count(*) FROM ("+from+") s", args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count stores: %w", err)
	}
	return n, nil
}

// search is a query for the stores with their distance in metres; 0 where no place was named.
func search(q app.Search) (string, []any) {
	var args []any
	bind := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	metres := "0"
	if q.Near != nil {
		metres = distance
		bind(q.Near.Latitude)
		bind(q.Near.Longitude)
	}
	where := []string{"s.status = ANY(" + bind(q.Statuses) + ")"}
	for _, word := range q.Words {
		where = append(where, "s.searched LIKE "+bind("%"+literal(word)+"%"))
	}
	if q.Postcode != "" {
		var all []string
		for n := range q.Postcode {
			all = append(all, q.Postcode[:n+1])
		}
		where = append(where, "s.area_prefixes && "+bind(all)+"::text[]")
	}
	if q.Within != nil {
		degrees := float64(*q.Within)/metresOfDegree + 0.001
		where = append(where,
			fmt.Sprintf("s.latitude BETWEEN $1 - %s AND $1 + %[1]s", bind(degrees)+"::double precision"),
			distance+" <= "+bind(*q.Within))
	}
	return "SELECT s.*, " + metres + " AS metres FROM stores s WHERE " + strings.Join(where, " AND "), args
}

// literal makes a word mean only itself in LIKE.
func literal(word string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)
}
