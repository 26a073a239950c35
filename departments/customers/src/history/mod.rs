pub mod past_record;
