pub mod household;
