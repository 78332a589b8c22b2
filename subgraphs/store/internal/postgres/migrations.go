// Package postgres keeps stores, their followers and what is booked of their slots.
package postgres

import (
	"embed"

	"github.com/blooming-blooms/bloom/internal/postgres"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations make the tables of store.
func Migrations() postgres.Migrations {
	return postgres.Embedded("store", files)
}
