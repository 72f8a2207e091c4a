package org.pellucid.train;

import java.util.List;

/**
 * That a run follows a recipe.
 *
 * @param name of the recipe
 * @param sha256 of its file, 64 hexadecimal digits
 * @param changed what the command line asked for instead, by name; empty if the recipe was followed to the letter
 */
public record RecipeUse(String name, String sha256, List<String> changed) {
    public RecipeUse {
        changed = List.copyOf(changed);
    }
}
