//! Who works in the shop, from the command line.

use serde_json::Value;

use crate::shop::Shop;

fn listed(shop: &Shop) -> Vec<Value> {
    let answer = shop.run(&["people", "list", "--json"]).done();
    serde_json::from_str(&answer.out).expect("a list in JSON")
}

#[test]
fn people_are_added_changed_and_taken_off_but_for_the_last_owner() {
    let shop = Shop::new();
    shop.line("people add Ana --pin 4071").done();
    shop.line("people add Eva --role supervisor --pin 1234")
        .refused(1, "6 to 12 digits");
    shop.line("people add Eva --role supervisor --pin 123456").done();
    shop.line("people add ana --pin 4071")
        .refused(1, "already somebody called");
    shop.line("people add Pau").refused(2, "--pin");
    let all = listed(&shop);
    let names: Vec<&str> = all.iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Luz", "Ana", "Eva"]);
    assert_eq!(all[2]["role"], "supervisor");
    assert!(all.iter().all(|one| one.get("pin").is_none()));

    shop.line("people change Luz --role cashier")
        .refused(1, "a shop needs an owner");
    shop.line("people change Luz --left")
        .refused(1, "a shop needs an owner");
    shop.line("people change Eva --role owner --pin 654321").done();
    shop.line("people change Luz --left").done();
    assert_eq!(listed(&shop)[0]["active"], "no");
    shop.line("people change luz --back --rename Lucia").done();
    assert_eq!(listed(&shop)[0]["name"], "Lucia");
    shop.line("people change Nobody --left")
        .refused(1, "nobody called");
    let trail = shop.run(&["export", "trail"]).done().out;
    assert!(trail.contains("PersonSaved") && trail.contains("cli"), "{trail}");
    shop.line("audit verify").done();
}
