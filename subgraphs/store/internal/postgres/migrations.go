// Package postgres keeps stores, their followers and what is booked of their slots.
package postgres

import (
	"embed"
	"io/fs"

	"github.com/blooming-blooms/bloom/internal/postgres"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations make the tables of store.
func Migrations() postgres.Migrations {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return postgres.Migrations{Name: "store", Files: sub}
}
